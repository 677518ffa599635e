import { accountId, arn, awsSample, described, listed, named, region, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const zone = `${region}a`
const vpcId = 'vpc-0a1b2c3d4e5f60718'
const natId = 'nat-0a1b2c3d4e5f60718'
const address = {
  AllocationId: 'eipalloc-0a1b2c3d4e5f60718',
  NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718',
  PrivateIp: '10.0.1.5',
  PublicIp: '203.0.113.5',
}
const tunnel = (Status: string, StatusMessage: string) =>
  ['203.0.113.31', '203.0.113.32'].map((OutsideIpAddress) => ({
    OutsideIpAddress,
    Status,
    StatusMessage,
    AcceptedRouteCount: Status === 'UP' ? 4 : 0,
    LastStatusChange: '{{now-3h}}',
  }))
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
const attachment = {
  TransitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718',
  TransitGatewayId: 'tgw-0a1b2c3d4e5f60718',
  ResourceType: 'vpc',
  ResourceId: vpcId,
  State: 'available',
  Association: { TransitGatewayRouteTableId: 'tgw-rtb-0a1b2c3d4e5f60718', State: 'associated' },
  CreationTime: '{{now-90d}}',
}

export const awsNetworkSamples: readonly Sample[] = [
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
    'aws-natgw',
    [
      listed(
        'ec2 describe-nat-gateways',
        'NatGateways',
        {
          NatGatewayId: natId,
          State: 'available',
          ConnectivityType: 'public',
          CreateTime: '{{now-90d}}',
          SubnetId: 'subnet-0a1b2c3d4e5f60718',
          VpcId: vpcId,
          NatGatewayAddresses: [{ ...address, IsPrimary: true, Status: 'succeeded' }],
          Tags: tags,
        },
        {
          State: 'failed',
          FailureCode: 'Gateway.NotAttached',
          FailureMessage: 'The network has no internet gateway attached',
          NatGatewayAddresses: [],
          Tags: [],
        },
      ),
    ],
    'ErrorPortAllocation',
  ),
  awsSample('aws-eip', [
    listed(
      'ec2 describe-addresses',
      'Addresses',
      {
        ...address,
        AssociationId: 'eipassoc-0a1b2c3d4e5f60718',
        InstanceId: 'i-0a1b2c3d4e5f60718',
        Domain: 'vpc',
        NetworkInterfaceOwnerId: accountId,
        NetworkBorderGroup: region,
        Tags: tags,
      },
      { AssociationId: undefined, InstanceId: undefined, NetworkInterfaceId: undefined, PrivateIp: undefined, Tags: [] },
    ),
  ]),
  awsSample('aws-sg', [
    listed(
      'ec2 describe-security-groups',
      'SecurityGroups',
      {
        GroupId: 'sg-0a1b2c3d4e5f60718',
        GroupName: 'checkout',
        Description: 'Checkout from the load balancer',
        OwnerId: accountId,
        VpcId: vpcId,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 8080,
            ToPort: 8080,
            IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'inside' }],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
        IpPermissionsEgress: [
          {
            IpProtocol: 'tcp',
            FromPort: 443,
            ToPort: 443,
            IpRanges: [{ CidrIp: '10.0.0.0/16' }],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
        Tags: tags,
      },
      {
        GroupName: 'default',
        IpPermissions: [22, 3389, 5432].map((port) => ({
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        })),
        IpPermissionsEgress: [
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
        ],
        Tags: [],
      },
    ),
    listed(
      'ec2 describe-network-interfaces',
      'NetworkInterfaces',
      {
        NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718',
        Status: 'in-use',
        Groups: [{ GroupId: 'sg-0a1b2c3d4e5f60718', GroupName: 'checkout' }],
        VpcId: vpcId,
      },
      { Status: 'available', Groups: [] },
    ),
  ]),
  awsSample('aws-vpc', [
    // A VPC has only the states pending and available. A healthy one has flow logs that are delivered.
    listed(
      'ec2 describe-vpcs',
      'Vpcs',
      {
        VpcId: vpcId,
        State: 'available',
        CidrBlock: '10.0.0.0/16',
        IsDefault: false,
        OwnerId: accountId,
        DhcpOptionsId: 'dopt-0a1b2c3d4e5f60718',
        InstanceTenancy: 'default',
        Tags: tags,
      },
      { State: 'pending', IsDefault: true, Tags: [] },
    ),
    {
      command: 'aws *ec2 describe-flow-logs*',
      healthy: {
        FlowLogs: [
          {
            FlowLogId: 'fl-0a1b2c3d4e5f60718',
            ResourceId: vpcId,
            FlowLogStatus: 'ACTIVE',
            DeliverLogsStatus: 'SUCCESS',
            TrafficType: 'ALL',
            LogDestinationType: 'cloud-watch-logs',
            LogGroupName: 'vpc',
            CreationTime: '{{now-90d}}',
          },
        ],
      },
      broken: { FlowLogs: [] },
    },
    listed(
      'ec2 describe-subnets',
      'Subnets',
      {
        SubnetId: 'subnet-0a1b2c3d4e5f60718',
        VpcId: vpcId,
        State: 'available',
        AvailabilityZone: zone,
        CidrBlock: '10.0.1.0/24',
        AvailableIpAddressCount: 220,
        MapPublicIpOnLaunch: false,
        Tags: tags,
      },
      { State: 'unavailable', AvailableIpAddressCount: 0, MapPublicIpOnLaunch: true, Tags: [] },
    ),
  ]),
  awsSample(
    'aws-vpn',
    [
      listed(
        'ec2 describe-vpn-connections',
        'VpnConnections',
        {
          VpnConnectionId: 'vpn-0a1b2c3d4e5f60718',
          State: 'available',
          Type: 'ipsec.1',
          Category: 'VPN',
          CustomerGatewayId: 'cgw-0a1b2c3d4e5f60718',
          VpnGatewayId: 'vgw-0a1b2c3d4e5f60718',
          Options: { StaticRoutesOnly: false },
          VgwTelemetry: tunnel('UP', '4 BGP ROUTES'),
          Tags: tags,
        },
        { VgwTelemetry: tunnel('DOWN', 'IPSEC IS DOWN'), Tags: [] },
      ),
    ],
    'TunnelState',
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
  awsSample('aws-tgw', [
    listed(
      'ec2 describe-transit-gateways',
      'TransitGateways',
      {
        TransitGatewayId: attachment.TransitGatewayId,
        TransitGatewayArn: arn('ec2', 'transit-gateway/tgw-0a1b2c3d4e5f60718'),
        State: 'available',
        OwnerId: accountId,
        Description: 'Between the networks of the shop',
        CreationTime: '{{now-200d}}',
        Options: { AmazonSideAsn: 64_512, AutoAcceptSharedAttachments: 'disable', DnsSupport: 'enable' },
        Tags: tags,
      },
      { State: 'deleting', Tags: [] },
    ),
    listed('ec2 describe-transit-gateway-attachments', 'TransitGatewayAttachments', attachment, {
      State: 'failed',
      Association: { State: 'disassociated' },
    }),
    listed(
      'ec2 describe-transit-gateway-vpc-attachments',
      'TransitGatewayVpcAttachments',
      { ...attachment, VpcId: vpcId, SubnetIds: ['subnet-0a1b2c3d4e5f60718'] },
      { State: 'failed' },
    ),
  ]),
  awsSample(
    'aws-waf',
    [
      named('wafv2 list-web-acls', {
        WebACLs: [
          { Name: 'shop', Id: '11111111-2222-3333-4444-555555555555', ARN: distribution.WebACLId, LockToken: '1', Description: '' },
        ],
      }),
      described(
        'wafv2 get-web-acl --',
        'WebACL',
        {
          Name: 'shop',
          Id: '11111111-2222-3333-4444-555555555555',
          ARN: distribution.WebACLId,
          DefaultAction: { Block: {} },
          Rules: [
            {
              Name: 'common',
              Priority: 0,
              OverrideAction: { None: {} },
              Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
              VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'common' },
            },
          ],
          VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'shop' },
          Capacity: 700,
        },
        {
          DefaultAction: { Block: undefined, Allow: {} },
          Rules: [],
          VisibilityConfig: { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false },
        },
      ),
      {
        command: 'aws *wafv2 get-logging-configuration*',
        healthy: {
          LoggingConfiguration: { ResourceArn: distribution.WebACLId, LogDestinationConfigs: [arn('logs', 'log-group:aws-waf-logs-shop')] },
        },
        broken: {},
      },
      {
        command: 'aws *wafv2 list-resources-for-web-acl*',
        healthy: { ResourceArns: [arn('elasticloadbalancing', 'loadbalancer/app/shop/0a1b2c3d4e5f6071')] },
        broken: { ResourceArns: [] },
      },
    ],
    'BlockedRequests',
  ),
]
