import { accountId, arn, awsSample, described, listed, named, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const key = arn('kms', 'key/11111111-2222-3333-4444-555555555555')
const certificate = arn('acm', 'certificate/11111111-2222-3333-4444-555555555555')
const trust = (Principal: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })
const user = {
  Path: '/',
  UserName: 'deployer',
  UserId: 'AIDAEXAMPLEEXAMPLE',
  Arn: arn('iam', 'user/deployer'),
  CreateDate: '{{now-20d}}',
  PasswordLastUsed: '{{now-1d}}',
  Tags: tags,
}
const accessKey = { UserName: 'deployer', AccessKeyId: 'STANDINSTANDIN1', Status: 'Active', CreateDate: '{{now-5d}}' }
/** A key that is inactive may be skipped by what looks at the age of active ones: one of each. */
const oldKeys = [{ CreateDate: '{{now-700d}}' }, { AccessKeyId: 'STANDINSTANDIN2', Status: 'Inactive', CreateDate: '{{now-700d}}' }]
const role = {
  Path: '/',
  RoleName: 'checkout',
  RoleId: 'AROAEXAMPLEEXAMPLE',
  Arn: arn('iam', 'role/checkout'),
  CreateDate: '{{now-90d}}',
  AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
  MaxSessionDuration: 3600,
  RoleLastUsed: { LastUsedDate: '{{now-1d}}', Region: 'eu-central-1' },
  PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('iam', 'policy/boundary') },
  Tags: tags,
}
const openRole = {
  CreateDate: '{{now-900d}}',
  AssumeRolePolicyDocument: trust({ AWS: '*' }),
  MaxSessionDuration: 43_200,
  RoleLastUsed: { LastUsedDate: '{{now-500d}}' },
  PermissionsBoundary: undefined,
  Tags: [],
}
export const awsIdentitySamples: readonly Sample[] = [
  awsSample('aws-acm', [
    listed(
      'acm list-certificates',
      'CertificateSummaryList',
      {
        CertificateArn: certificate,
        DomainName: 'shop.example.com',
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        KeyAlgorithm: 'RSA-2048',
        InUse: true,
        RenewalEligibility: 'ELIGIBLE',
        NotBefore: '{{now-20d}}',
        NotAfter: '{{now+380d}}',
        IssuedAt: '{{now-20d}}',
        CreatedAt: '{{now-20d}}',
      },
      { NotAfter: '{{now+2d}}', InUse: false, RenewalEligibility: 'INELIGIBLE' },
    ),
    // Still issued, because what ends soon is looked for among what is issued; its renewal has failed.
    described(
      'acm describe-certificate',
      'Certificate',
      {
        CertificateArn: certificate,
        DomainName: 'shop.example.com',
        SubjectAlternativeNames: ['shop.example.com'],
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        NotBefore: '{{now-20d}}',
        NotAfter: '{{now+380d}}',
        IssuedAt: '{{now-20d}}',
        CreatedAt: '{{now-20d}}',
        InUseBy: [arn('elasticloadbalancing', 'loadbalancer/app/shop/0a1b2c3d4e5f6071')],
        KeyAlgorithm: 'RSA-2048',
        RenewalEligibility: 'ELIGIBLE',
        RenewalSummary: { RenewalStatus: 'SUCCESS', UpdatedAt: '{{now-20d}}' },
        DomainValidationOptions: [{ DomainName: 'shop.example.com', ValidationStatus: 'SUCCESS', ValidationMethod: 'DNS' }],
      },
      {
        NotAfter: '{{now+2d}}',
        InUseBy: [],
        RenewalEligibility: 'INELIGIBLE',
        RenewalSummary: { RenewalStatus: 'FAILED', RenewalStatusReason: 'DOMAIN_VALIDATION_DENIED' },
        DomainValidationOptions: [{ DomainName: 'shop.example.com', ValidationStatus: 'FAILED', ValidationMethod: 'DNS' }],
      },
    ),
  ]),
  awsSample('aws-iam-user', [
    listed('iam list-users', 'Users', user, { CreateDate: '{{now-900d}}', PasswordLastUsed: '{{now-500d}}', Tags: [] }),
    listed('iam list-access-keys', 'AccessKeyMetadata', accessKey, oldKeys),
    described(
      'iam get-access-key-last-used',
      '',
      { UserName: 'deployer', AccessKeyLastUsed: { LastUsedDate: '{{now-1d}}', ServiceName: 's3', Region: 'eu-central-1' } },
      { AccessKeyLastUsed: { LastUsedDate: '{{now-500d}}' } },
    ),
    {
      command: 'aws *iam list-mfa-devices*',
      healthy: { MFADevices: [{ UserName: 'deployer', SerialNumber: arn('iam', 'mfa/deployer'), EnableDate: '{{now-20d}}' }] },
      broken: { MFADevices: [] },
    },
    {
      command: 'aws *iam list-attached-user-policies*',
      healthy: { AttachedPolicies: [] },
      broken: { AttachedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
    },
    described(
      'iam get-account-summary',
      'SummaryMap',
      { Users: 1, MFADevices: 1, MFADevicesInUse: 1, AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 },
      { MFADevices: 0, MFADevicesInUse: 0, AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 },
    ),
    described(
      'iam get-account-password-policy',
      'PasswordPolicy',
      {
        MinimumPasswordLength: 16,
        RequireSymbols: true,
        RequireNumbers: true,
        RequireUppercaseCharacters: true,
        RequireLowercaseCharacters: true,
        ExpirePasswords: true,
        MaxPasswordAge: 90,
        PasswordReusePrevention: 24,
      },
      {
        MinimumPasswordLength: 6,
        RequireSymbols: false,
        RequireNumbers: false,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        ExpirePasswords: false,
        MaxPasswordAge: undefined,
        PasswordReusePrevention: undefined,
      },
    ),
    described(
      'iam get-login-profile',
      'LoginProfile',
      { UserName: 'deployer', CreateDate: '{{now-20d}}', PasswordResetRequired: false },
      { CreateDate: '{{now-900d}}' },
    ),
  ]),
  awsSample('aws-iam-role', [
    listed('iam list-roles', 'Roles', role, openRole),
    described('iam get-role --', 'Role', role, openRole),
    {
      command: 'aws *iam list-attached-role-policies*',
      healthy: { AttachedPolicies: [{ PolicyName: 'checkout', PolicyArn: arn('iam', 'policy/checkout') }] },
      broken: { AttachedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
    },
  ]),
  awsSample('aws-kms', [
    named('kms list-keys', { Keys: [{ KeyId: '11111111-2222-3333-4444-555555555555', KeyArn: key }], Truncated: false }),
    described(
      'kms describe-key',
      'KeyMetadata',
      {
        AWSAccountId: accountId,
        KeyId: '11111111-2222-3333-4444-555555555555',
        Arn: key,
        Description: 'Data of the shop',
        Enabled: true,
        KeyState: 'Enabled',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyManager: 'CUSTOMER',
        KeySpec: 'SYMMETRIC_DEFAULT',
        Origin: 'AWS_KMS',
        MultiRegion: false,
        CreationDate: '{{now-200d}}',
      },
      { Enabled: false, KeyState: 'PendingDeletion', DeletionDate: '{{now+5d}}' },
    ),
    described(
      'kms get-key-rotation-status',
      '',
      { KeyId: key, KeyRotationEnabled: true, RotationPeriodInDays: 365, NextRotationDate: '{{now+200d}}' },
      { KeyRotationEnabled: false, RotationPeriodInDays: undefined, NextRotationDate: undefined },
    ),
    named('kms list-aliases', { Aliases: [{ AliasName: 'alias/shop', TargetKeyId: '11111111-2222-3333-4444-555555555555' }] }),
  ]),
  awsSample('aws-secretsmanager', [
    listed(
      'secretsmanager list-secrets',
      'SecretList',
      {
        ARN: arn('secretsmanager', 'secret:shop/database-a1b2c3'),
        Name: 'shop/database',
        KmsKeyId: key,
        RotationEnabled: true,
        RotationLambdaARN: arn('lambda', 'function:rotate'),
        RotationRules: { AutomaticallyAfterDays: 30 },
        LastRotatedDate: '{{now-9d}}',
        NextRotationDate: '{{now+21d}}',
        LastChangedDate: '{{now-9d}}',
        LastAccessedDate: '{{now-1d}}',
        CreatedDate: '{{now-60d}}',
        Tags: tags,
      },
      {
        KmsKeyId: undefined,
        RotationEnabled: false,
        RotationLambdaARN: undefined,
        RotationRules: undefined,
        LastRotatedDate: '{{now-700d}}',
        NextRotationDate: undefined,
        LastChangedDate: '{{now-700d}}',
        LastAccessedDate: '{{now-400d}}',
        CreatedDate: '{{now-900d}}',
        Tags: [],
      },
    ),
    described(
      'secretsmanager describe-secret',
      '',
      {
        ARN: arn('secretsmanager', 'secret:shop/database-a1b2c3'),
        Name: 'shop/database',
        RotationEnabled: true,
        RotationRules: { AutomaticallyAfterDays: 30 },
        LastRotatedDate: '{{now-9d}}',
        LastChangedDate: '{{now-9d}}',
        LastAccessedDate: '{{now-1d}}',
      },
      {
        RotationEnabled: false,
        RotationRules: undefined,
        LastRotatedDate: '{{now-700d}}',
        LastChangedDate: '{{now-700d}}',
        LastAccessedDate: '{{now-400d}}',
      },
    ),
  ]),
]
