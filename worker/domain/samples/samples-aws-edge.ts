import { accountId, arn, awsSample, described, listed, named, region } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const checker = (Status: string) =>
  ['eu-west-1', 'us-east-1'].map((Region, index) => ({
    Region,
    IPAddress: `198.51.100.${index + 1}`,
    StatusReport: { Status, CheckedTime: '{{now-1m}}' },
  }))
const distributionId = 'E1A2B3C4D5E6F7'
const distribution = {
  Id: distributionId,
  ARN: `arn:aws:cloudfront::${accountId}:distribution/${distributionId}`,
  Status: 'Deployed',
  Enabled: true,
  LastModifiedTime: '{{now-20d}}',
  DomainName: 'd0a1b2c3.cloudfront.net',
  Aliases: { Quantity: 1, Items: ['shop.example.com'] },
  Origins: { Quantity: 1, Items: [{ Id: 'shop', DomainName: 'origin.shop.example.com' }] },
  DefaultCacheBehavior: { TargetOriginId: 'shop', ViewerProtocolPolicy: 'redirect-to-https', Compress: true },
  ViewerCertificate: {
    ACMCertificateArn: arn('acm', 'certificate/11111111-2222-3333-4444-555555555555'),
    MinimumProtocolVersion: 'TLSv1.2_2021',
    CloudFrontDefaultCertificate: false,
  },
  WebACLId: arn('wafv2', 'global/webacl/shop/11111111-2222-3333-4444-555555555555'),
  HttpVersion: 'http2and3',
  PriceClass: 'PriceClass_100',
}
const badDistribution = [
  {
    Enabled: false,
    DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all', Compress: false },
    ViewerCertificate: { MinimumProtocolVersion: 'TLSv1', CloudFrontDefaultCertificate: true },
    WebACLId: '',
  },
  {
    Id: 'E7F6E5D4C3B2A1',
    Status: 'InProgress',
    DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all', Compress: false },
    ViewerCertificate: { MinimumProtocolVersion: 'TLSv1', CloudFrontDefaultCertificate: true },
    WebACLId: '',
  },
]
const stage = {
  StageName: '$default',
  AutoDeploy: true,
  CreatedDate: '{{now-90d}}',
  LastUpdatedDate: '{{now-7d}}',
  DeploymentId: 'd1',
  DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingBurstLimit: 500, ThrottlingRateLimit: 1000 },
  AccessLogSettings: { DestinationArn: arn('logs', 'log-group:/aws/apigateway/checkout'), Format: '$context.requestId' },
}
export const awsEdgeSamples: readonly Sample[] = [
  awsSample(
    'aws-cloudfront',
    [
      {
        command: 'aws *cloudfront list-distributions*',
        healthy: { DistributionList: { Marker: '', MaxItems: 100, IsTruncated: false, Quantity: 1, Items: [distribution] } },
        broken: {
          DistributionList: {
            Marker: '',
            MaxItems: 100,
            IsTruncated: false,
            Quantity: 2,
            Items: badDistribution.map((wrong) => ({ ...distribution, ...wrong })),
          },
        },
      },
      described(
        'cloudfront get-distribution --',
        'Distribution',
        {
          Id: distributionId,
          ARN: distribution.ARN,
          Status: 'Deployed',
          LastModifiedTime: '{{now-20d}}',
          InProgressInvalidationBatches: 0,
          DomainName: distribution.DomainName,
          DistributionConfig: {
            Enabled: true,
            HttpVersion: 'http2and3',
            WebACLId: distribution.WebACLId,
            DefaultCacheBehavior: distribution.DefaultCacheBehavior,
            ViewerCertificate: distribution.ViewerCertificate,
            Logging: { Enabled: true, Bucket: 'shop-logs.s3.amazonaws.com' },
          },
        },
        {
          Status: 'InProgress',
          DistributionConfig: {
            Enabled: false,
            WebACLId: '',
            DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' },
            ViewerCertificate: { MinimumProtocolVersion: 'TLSv1' },
            Logging: { Enabled: false },
          },
        },
      ),
    ],
    '5xxErrorRate',
  ),
  awsSample(
    'aws-route53',
    [
      named('route53 list-health-checks', {
        HealthChecks: [
          {
            Id: '11111111-2222-3333-4444-555555555555',
            CallerReference: 'shop',
            HealthCheckVersion: 2,
            HealthCheckConfig: {
              Type: 'HTTPS',
              FullyQualifiedDomainName: 'shop.example.com',
              Port: 443,
              ResourcePath: '/healthz',
              RequestInterval: 30,
              FailureThreshold: 3,
              Disabled: false,
            },
          },
        ],
        IsTruncated: false,
        MaxItems: '100',
      }),
      {
        command: 'aws *route53 get-health-check-status*',
        healthy: { HealthCheckObservations: checker('Success: HTTP Status Code 200, OK') },
        broken: { HealthCheckObservations: checker('Failure: HTTP Status Code 503, Service Unavailable') },
      },
      named('route53 list-hosted-zones', {
        HostedZones: [
          {
            Id: '/hostedzone/Z0A1B2C3D4E5F6',
            Name: 'shop.example.com.',
            CallerReference: 'shop',
            Config: { PrivateZone: false },
            ResourceRecordSetCount: 3,
          },
        ],
        IsTruncated: false,
        MaxItems: '100',
      }),
      listed(
        'route53 list-resource-record-sets',
        'ResourceRecordSets',
        { Name: 'shop.example.com.', Type: 'A', TTL: 300, ResourceRecords: [{ Value: '203.0.113.10' }] },
        { ResourceRecords: [] },
      ),
    ],
    'HealthCheckStatus',
  ),
  awsSample(
    'aws-apigateway',
    [
      listed(
        'apigatewayv2 get-apis',
        'Items',
        {
          ApiId: 'a1b2c3d4e5',
          Name: 'checkout',
          ApiEndpoint: `https://a1b2c3d4e5.execute-api.${region}.amazonaws.com`,
          ProtocolType: 'HTTP',
          CreatedDate: '{{now-90d}}',
          DisableExecuteApiEndpoint: false,
          ApiGatewayManaged: false,
          Tags: { Owner: 'team-shop' },
        },
        { DisableExecuteApiEndpoint: true, Tags: {} },
      ),
      listed('apigatewayv2 get-stages', 'Items', stage, {
        AutoDeploy: false,
        LastDeploymentStatusMessage: 'Deployment attempt failed: unable to deploy API',
        DefaultRouteSettings: { DetailedMetricsEnabled: false },
        AccessLogSettings: undefined,
      }),
      listed(
        'apigateway get-rest-apis',
        'items',
        {
          id: 'a1b2c3d4e6',
          name: 'orders',
          createdDate: '{{now-90d}}',
          apiKeySource: 'HEADER',
          endpointConfiguration: { types: ['REGIONAL'] },
          disableExecuteApiEndpoint: false,
          tags: { Owner: 'team-shop' },
        },
        { disableExecuteApiEndpoint: true, tags: {} },
      ),
      listed(
        'apigateway get-stages',
        'item',
        {
          stageName: 'production',
          deploymentId: 'd1',
          cacheClusterEnabled: false,
          tracingEnabled: true,
          createdDate: '{{now-90d}}',
          lastUpdatedDate: '{{now-7d}}',
          methodSettings: { '*/*': { metricsEnabled: true, loggingLevel: 'ERROR' } },
          webAclArn: arn('wafv2', 'regional/webacl/shop/11111111-2222-3333-4444-555555555555'),
        },
        { tracingEnabled: false, methodSettings: {}, webAclArn: undefined },
      ),
    ],
    ...['5XXError', '5xx', 'Latency'],
  ),
]
