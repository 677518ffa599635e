import { arn, awsSample, described, listed, named, region, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const zone = `${region}a`
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
const cluster = arn('ecs', 'cluster/shop')
const taskDefinition = arn('ecs', 'task-definition/checkout:12')
const lambdaArn = arn('lambda', 'function:checkout')
const balancer = arn('elasticloadbalancing', 'loadbalancer/app/shop/0a1b2c3d4e5f6071')
const group = arn('elasticloadbalancing', 'targetgroup/checkout/0a1b2c3d4e5f6071')

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

export const awsComputeSamples: readonly Sample[] = [
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
  awsSample(
    'aws-lambda',
    [
      listed(
        'lambda list-functions',
        'Functions',
        {
          FunctionName: 'checkout',
          FunctionArn: lambdaArn,
          Runtime: 'python3.13',
          Timeout: 30,
          MemorySize: 512,
          LastModified: '{{now-6d}}',
        },
        { Runtime: 'python3.7' },
      ),
      described(
        'lambda get-function-configuration',
        '',
        {
          FunctionName: 'checkout',
          FunctionArn: lambdaArn,
          Runtime: 'python3.13',
          Role: arn('iam', 'role/checkout'),
          Handler: 'app.handler',
          CodeSize: 20_480,
          Timeout: 30,
          MemorySize: 512,
          LastModified: '{{now-6d}}',
          State: 'Active',
          LastUpdateStatus: 'Successful',
          PackageType: 'Zip',
          Architectures: ['arm64'],
          TracingConfig: { Mode: 'Active' },
          DeadLetterConfig: { TargetArn: arn('sqs', 'checkout-dlq') },
        },
        {
          Runtime: 'python3.7',
          State: 'Failed',
          StateReason: 'The security group of the function does not exist any more.',
          StateReasonCode: 'InvalidSecurityGroup',
          LastUpdateStatus: 'Failed',
          LastUpdateStatusReason: 'The image cannot be read.',
          TracingConfig: { Mode: 'PassThrough' },
          DeadLetterConfig: undefined,
        },
      ),
      {
        command: 'aws *logs filter-log-events*',
        healthy: { events: [], searchedLogStreams: [] },
        broken: {
          events: [
            {
              logStreamName: 'checkout',
              timestamp: 1_767_225_600_000,
              ingestionTime: 1_767_225_600_500,
              eventId: '1',
              message: '[ERROR] KeyError: order\n',
            },
          ],
          searchedLogStreams: [],
        },
      },
    ],
    'Throttles',
    'Duration',
    'Errors',
    'Invocations',
  ),
  awsSample(
    'aws-ecs',
    [
      named('ecs list-clusters', { clusterArns: [cluster] }),
      named('ecs list-services', { serviceArns: [arn('ecs', 'service/shop/checkout')] }),
      named('ecs list-tasks', { taskArns: [arn('ecs', 'task/shop/0a1b2c3d4e5f6071')] }),
      {
        ...listed(
          'ecs describe-clusters',
          'clusters',
          {
            clusterArn: cluster,
            clusterName: 'shop',
            status: 'ACTIVE',
            registeredContainerInstancesCount: 0,
            runningTasksCount: 2,
            pendingTasksCount: 0,
            activeServicesCount: 1,
            settings: [{ name: 'containerInsights', value: 'enabled' }],
            statistics: [],
            tags: [],
          },
          { runningTasksCount: 0, pendingTasksCount: 2, settings: [{ name: 'containerInsights', value: 'disabled' }] },
        ),
      },
      listed(
        'ecs describe-services',
        'services',
        {
          serviceArn: arn('ecs', 'service/shop/checkout'),
          serviceName: 'checkout',
          clusterArn: cluster,
          status: 'ACTIVE',
          desiredCount: 2,
          runningCount: 2,
          pendingCount: 0,
          launchType: 'FARGATE',
          taskDefinition,
          createdAt: '{{now-90d}}',
          deployments: [
            {
              id: 'ecs-svc/1',
              status: 'PRIMARY',
              taskDefinition,
              desiredCount: 2,
              runningCount: 2,
              pendingCount: 0,
              failedTasks: 0,
              rolloutState: 'COMPLETED',
              createdAt: '{{now-3d}}',
              updatedAt: '{{now-3d}}',
            },
          ],
          events: [{ id: '1', createdAt: '{{now-30m}}', message: '(service checkout) has reached a steady state.' }],
        },
        {
          runningCount: 0,
          pendingCount: 2,
          deployments: [
            {
              id: 'ecs-svc/1',
              status: 'PRIMARY',
              taskDefinition,
              desiredCount: 2,
              runningCount: 0,
              pendingCount: 2,
              failedTasks: 14,
              rolloutState: 'FAILED',
              rolloutStateReason: 'tasks failed to start',
              createdAt: '{{now-3h}}',
              updatedAt: '{{now-5m}}',
            },
          ],
          events: [{ id: '1', createdAt: '{{now-5m}}', message: '(service checkout) was unable to place a task.' }],
        },
      ),
      listed(
        'ecs describe-tasks',
        'tasks',
        {
          taskArn: arn('ecs', 'task/shop/0a1b2c3d4e5f6071'),
          clusterArn: cluster,
          taskDefinitionArn: taskDefinition,
          group: 'service:checkout',
          lastStatus: 'RUNNING',
          desiredStatus: 'RUNNING',
          healthStatus: 'HEALTHY',
          launchType: 'FARGATE',
          startedAt: '{{now-3d}}',
          containers: [{ name: 'checkout', lastStatus: 'RUNNING', healthStatus: 'HEALTHY' }],
        },
        {
          lastStatus: 'STOPPED',
          desiredStatus: 'STOPPED',
          healthStatus: 'UNHEALTHY',
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
          stoppedAt: '{{now-5m}}',
          containers: [
            {
              name: 'checkout',
              lastStatus: 'STOPPED',
              exitCode: 137,
              healthStatus: 'UNHEALTHY',
              reason: 'OutOfMemoryError: container killed due to memory usage',
            },
          ],
        },
      ),
    ],
    'CPUUtilization',
    'MemoryUtilization',
  ),
  awsSample('aws-eks', [
    named('eks list-clusters', { clusters: ['shop'] }),
    named('eks list-nodegroups', { nodegroups: ['workers'] }),
    named('eks list-addons', { addons: ['vpc-cni'] }),
    described(
      'eks describe-cluster',
      'cluster',
      {
        name: 'shop',
        arn: arn('eks', 'cluster/shop'),
        status: 'ACTIVE',
        version: '1.35',
        platformVersion: 'eks.4',
        createdAt: '{{now-200d}}',
        endpoint: `https://0A1B.gr7.${region}.eks.amazonaws.com`,
        roleArn: arn('iam', 'role/eks-shop'),
        health: { issues: [] },
        resourcesVpcConfig: {
          endpointPublicAccess: false,
          endpointPrivateAccess: true,
          publicAccessCidrs: [],
          vpcId: 'vpc-0a1b2c3d4e5f60718',
        },
        logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] },
        encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: arn('kms', 'key/11111111-2222-3333-4444-555555555555') } }],
        upgradePolicy: { supportType: 'STANDARD' },
        tags: { Owner: 'team-shop' },
      },
      {
        status: 'FAILED',
        version: '1.24',
        health: {
          issues: [
            {
              code: 'Ec2SubnetNotFound',
              message: 'A subnet of the cluster does not exist any more.',
              resourceIds: ['subnet-0a1b2c3d4e5f60718'],
            },
          ],
        },
        resourcesVpcConfig: { endpointPublicAccess: true, endpointPrivateAccess: false, publicAccessCidrs: ['0.0.0.0/0'] },
        logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: false }] },
        encryptionConfig: [],
        tags: {},
      },
    ),
    described(
      'eks describe-nodegroup',
      'nodegroup',
      {
        nodegroupName: 'workers',
        clusterName: 'shop',
        nodegroupArn: arn('eks', 'nodegroup/shop/workers/1'),
        status: 'ACTIVE',
        version: '1.35',
        releaseVersion: '1.35.1-20260901',
        capacityType: 'ON_DEMAND',
        instanceTypes: ['t3.large'],
        scalingConfig: { minSize: 2, maxSize: 6, desiredSize: 3 },
        createdAt: '{{now-60d}}',
        modifiedAt: '{{now-7d}}',
        health: { issues: [] },
      },
      {
        status: 'DEGRADED',
        version: '1.24',
        health: {
          issues: [{ code: 'AsgInstanceLaunchFailures', message: 'Instances cannot be launched.', resourceIds: ['shop-workers'] }],
        },
      },
    ),
    described(
      'eks describe-addon',
      'addon',
      {
        addonName: 'vpc-cni',
        clusterName: 'shop',
        status: 'ACTIVE',
        addonVersion: 'v1.20.1-eksbuild.1',
        createdAt: '{{now-60d}}',
        modifiedAt: '{{now-7d}}',
        health: { issues: [] },
      },
      {
        status: 'DEGRADED',
        health: { issues: [{ code: 'InsufficientNumberOfReplicas', message: 'The pods of the add-on do not start.' }] },
      },
    ),
  ]),
]
