import { arn, awsSample, listed, region, tags, zone } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const instanceId = 'i-0a1b2c3d4e5f60718'

const instance = {
  InstanceId: instanceId,
  InstanceType: 't3.medium',
  ImageId: 'ami-0a1b2c3d4e5f60718',
  State: { Code: 16, Name: 'running' },
  StateTransitionReason: '',
  LaunchTime: '{{now-9d}}',
  PrivateIpAddress: '10.0.1.20',
  Placement: { AvailabilityZone: zone, Tenancy: 'default' },
  VpcId: 'vpc-0a1b2c3d4e5f60718',
  SubnetId: 'subnet-0a1b2c3d4e5f60718',
  SecurityGroups: [{ GroupId: 'sg-0a1b2c3d4e5f60718', GroupName: 'shop' }],
  MetadataOptions: { State: 'applied', HttpTokens: 'required', HttpEndpoint: 'enabled' },
  Monitoring: { State: 'enabled' },
  EbsOptimized: true,
  IamInstanceProfile: { Arn: arn('iam', 'instance-profile/shop'), Id: 'AIPAEXAMPLEEXAMPLE' },
  BlockDeviceMappings: [
    {
      DeviceName: '/dev/xvda',
      Ebs: { VolumeId: 'vol-0a1b2c3d4e5f60718', Status: 'attached', DeleteOnTermination: true, AttachTime: '{{now-9d}}' },
    },
  ],
  Tags: tags,
}
/** A stopped instance has no status checks and no metrics, so the other problems are those of a second one, which runs. */
const neglected = {
  PublicIpAddress: '203.0.113.20',
  LaunchTime: '{{now-700d}}',
  MetadataOptions: { HttpTokens: 'optional' },
  Monitoring: { State: 'disabled' },
  EbsOptimized: false,
  Tags: [{ Key: 'Name', Value: 'old' }],
}
const stopped = {
  ...neglected,
  InstanceId: 'i-0ffffffffffffffff',
  State: { Code: 80, Name: 'stopped' },
  StateTransitionReason: 'Server.SpotInstanceShutdown: the instance was stopped',
  StateReason: { Code: 'Server.SpotInstanceShutdown', Message: 'Server.SpotInstanceShutdown: the instance was stopped' },
}
const passed = (Status: string, detail: string) => ({ Status, Details: [{ Name: 'reachability', Status: detail }] })
const group = arn('elasticloadbalancing', 'targetgroup/checkout/0a1b2c3d4e5f6071')
const balancer = arn('elasticloadbalancing', 'loadbalancer/app/shop/0a1b2c3d4e5f6071')
const loadBalancers = listed(
  'elbv2 describe-load-balancers',
  'LoadBalancers',
  {
    LoadBalancerArn: balancer,
    LoadBalancerName: 'shop',
    DNSName: `shop-1.${region}.elb.amazonaws.com`,
    State: { Code: 'active' },
    Type: 'application',
    Scheme: 'internal',
    VpcId: 'vpc-0a1b2c3d4e5f60718',
    CreatedTime: '{{now-200d}}',
    AvailabilityZones: [
      { ZoneName: zone, SubnetId: 'subnet-0a1b2c3d4e5f60718' },
      { ZoneName: `${region}b`, SubnetId: 'subnet-1a1b2c3d4e5f60718' },
    ],
    SecurityGroups: ['sg-0a1b2c3d4e5f60718'],
    IpAddressType: 'ipv4',
  },
  {
    State: { Code: 'active_impaired', Reason: 'Routing works, but resources to scale are missing' },
    Scheme: 'internet-facing',
    AvailabilityZones: [{ ZoneName: zone, SubnetId: 'subnet-0a1b2c3d4e5f60718' }],
  },
)
const balancerParts = [
  listed(
    'elbv2 describe-target-groups',
    'TargetGroups',
    {
      TargetGroupArn: group,
      TargetGroupName: 'checkout',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-0a1b2c3d4e5f60718',
      HealthCheckEnabled: true,
      HealthCheckPath: '/healthz',
      HealthCheckProtocol: 'HTTP',
      HealthCheckIntervalSeconds: 15,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 2,
      LoadBalancerArns: [balancer],
      TargetType: 'instance',
    },
    {},
  ),
  listed(
    'elbv2 describe-target-health',
    'TargetHealthDescriptions',
    { Target: { Id: instanceId, Port: 8080 }, HealthCheckPort: '8080', TargetHealth: { State: 'healthy' } },
    {
      TargetHealth: {
        State: 'unhealthy',
        Reason: 'Target.ResponseCodeMismatch',
        Description: 'Health checks failed with these codes: [503]',
      },
    },
  ),
  listed(
    'elbv2 describe-listeners',
    'Listeners',
    {
      ListenerArn: arn('elasticloadbalancing', 'listener/app/shop/0a1b2c3d4e5f6071/0a1b2c3d4e5f6071'),
      LoadBalancerArn: balancer,
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{ CertificateArn: arn('acm', 'certificate/11111111-2222-3333-4444-555555555555') }],
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    },
    { Port: 80, Protocol: 'HTTP', SslPolicy: undefined, Certificates: undefined },
  ),
]

const balancerMetrics = [
  'UnHealthyHostCount',
  'HealthyHostCount',
  'HTTPCode_Target_5XX_Count',
  'HTTPCode_ELB_5XX_Count',
  'TargetResponseTime',
]

export const awsInstancesSamples: readonly Sample[] = [
  awsSample(
    'aws-ec2',
    [
      listed(
        'ec2 describe-instance-status',
        'InstanceStatuses',
        {
          InstanceId: instanceId,
          AvailabilityZone: zone,
          InstanceState: { Code: 16, Name: 'running' },
          InstanceStatus: passed('ok', 'passed'),
          SystemStatus: passed('ok', 'passed'),
        },
        {
          InstanceStatus: passed('impaired', 'failed'),
          SystemStatus: passed('impaired', 'failed'),
          Events: [{ Code: 'instance-retirement', Description: 'The instance runs on degraded hardware', NotBefore: '{{now+2d}}' }],
        },
      ),
      listed('ec2 describe-instances', 'Reservations.Instances', instance, [neglected, stopped]),
    ],
    'CPUUtilization',
    'StatusCheckFailed',
  ),
  awsSample(
    'aws-asg',
    [
      listed(
        'autoscaling describe-auto-scaling-groups',
        'AutoScalingGroups',
        {
          AutoScalingGroupName: 'shop-workers',
          AutoScalingGroupARN: arn('autoscaling', 'autoScalingGroup:0a1b:autoScalingGroupName/shop-workers'),
          MinSize: 1,
          MaxSize: 6,
          DesiredCapacity: 1,
          HealthCheckType: 'ELB',
          HealthCheckGracePeriod: 300,
          AvailabilityZones: [zone, `${region}b`],
          LaunchTemplate: { LaunchTemplateId: 'lt-0a1b2c3d4e5f60718', LaunchTemplateName: 'shop-workers', Version: '4' },
          CreatedTime: '{{now-90d}}',
          SuspendedProcesses: [],
          Instances: [
            {
              InstanceId: instanceId,
              InstanceType: 't3.medium',
              AvailabilityZone: zone,
              LifecycleState: 'InService',
              HealthStatus: 'Healthy',
              ProtectedFromScaleIn: false,
            },
          ],
          Tags: tags,
        },
        {
          DesiredCapacity: 6,
          AvailabilityZones: [zone],
          SuspendedProcesses: [{ ProcessName: 'Launch', SuspensionReason: 'User suspended at a deployment' }],
          Instances: [
            {
              InstanceId: instanceId,
              InstanceType: 't3.medium',
              AvailabilityZone: zone,
              LifecycleState: 'InService',
              HealthStatus: 'Unhealthy',
              ProtectedFromScaleIn: false,
            },
          ],
          Tags: [],
        },
      ),
      listed(
        'autoscaling describe-scaling-activities',
        'Activities',
        {
          ActivityId: '11111111-2222-3333-4444-555555555555',
          AutoScalingGroupName: 'shop-workers',
          Description: 'Launching a new EC2 instance',
          Cause: 'The capacity was raised to match the desired one.',
          StartTime: '{{now-20m}}',
          EndTime: '{{now-18m}}',
          StatusCode: 'Successful',
          Progress: 100,
        },
        { StatusCode: 'Failed', StatusMessage: 'The requested instance type is not available in this zone.' },
      ),
    ],
    'CPUUtilization',
  ),
  awsSample('aws-targetgroup', [...balancerParts, loadBalancers], ...balancerMetrics),
  awsSample('aws-elb', [loadBalancers, ...balancerParts], ...balancerMetrics),
]
