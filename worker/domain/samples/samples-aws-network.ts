import { accountId, arn, awsSample, listed, region, tags, zone } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const vpcId = 'vpc-0a1b2c3d4e5f60718'
const natId = 'nat-0a1b2c3d4e5f60718'
const tunnel = (Status: string, StatusMessage: string) =>
  ['203.0.113.31', '203.0.113.32'].map((OutsideIpAddress) => ({
    OutsideIpAddress,
    Status,
    StatusMessage,
    AcceptedRouteCount: Status === 'UP' ? 4 : 0,
    LastStatusChange: '{{now-3h}}',
  }))
const attachment = {
  TransitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718',
  TransitGatewayId: 'tgw-0a1b2c3d4e5f60718',
  ResourceType: 'vpc',
  ResourceId: vpcId,
  State: 'available',
  Association: { TransitGatewayRouteTableId: 'tgw-rtb-0a1b2c3d4e5f60718', State: 'associated' },
  CreationTime: '{{now-90d}}',
}

const address = {
  AllocationId: 'eipalloc-0a1b2c3d4e5f60718',
  NetworkInterfaceId: 'eni-0a1b2c3d4e5f60718',
  PrivateIp: '10.0.1.5',
  PublicIp: '203.0.113.5',
}

export const awsNetworkSamples: readonly Sample[] = [
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
        AllocationId: address.AllocationId,
        NetworkInterfaceId: address.NetworkInterfaceId,
        PublicIp: address.PublicIp,
        PrivateIpAddress: address.PrivateIp,
        AssociationId: 'eipassoc-0a1b2c3d4e5f60718',
        InstanceId: 'i-0a1b2c3d4e5f60718',
        Domain: 'vpc',
        NetworkInterfaceOwnerId: accountId,
        NetworkBorderGroup: region,
        Tags: tags,
      },
      { AssociationId: undefined, InstanceId: undefined, NetworkInterfaceId: undefined, PrivateIpAddress: undefined, Tags: [] },
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
      {
        TransitGatewayAttachmentId: attachment.TransitGatewayAttachmentId,
        TransitGatewayId: attachment.TransitGatewayId,
        State: 'available',
        CreationTime: '{{now-90d}}',
        VpcId: vpcId,
        SubnetIds: ['subnet-0a1b2c3d4e5f60718'],
      },
      { State: 'failed' },
    ),
  ]),
]
