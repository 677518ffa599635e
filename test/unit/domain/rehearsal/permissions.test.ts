import { describe, expect, it } from 'vitest'
import { classifyCall } from '../../../../worker/domain/rehearsal/classify-call.ts'
import { leastPermissions } from '../../../../worker/domain/rehearsal/least-permissions.ts'
import { proveAccess } from '../../../../worker/domain/rehearsal/prove-access.ts'
import type { RehearsedCall, RehearsedTask } from '../../../../worker/domain/rehearsal/rehearsal-report.ts'

function call(command: string, task: string | null = 'Check'): RehearsedCall {
  const [tool = '', ...args] = command.split(' ')
  return {
    tool,
    args,
    command,
    file: task === null ? null : 'sli.robot',
    task,
    stdin: '',
    exitCode: 0,
    ...classifyCall({ tool, args, stdin: '' }),
  }
}

describe('least permissions', () => {
  it('gives a cluster one rule for each group and set of verbs', () => {
    const { kubernetes, unknown } = leastPermissions(
      ['kubectl get pods', 'kubectl get svc', 'kubectl get pod web-1', 'kubectl get deploy', 'kubectl scale deploy/web --replicas=1'].map(
        (text) => call(text),
      ),
    )
    expect(kubernetes).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
      { apiGroups: [''], resources: ['services'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch'] },
    ])
    expect(unknown).toEqual([])
  })

  it('gives reading logs and usage their own resources', () => {
    const { kubernetes } = leastPermissions([call('kubectl logs web-1'), call('kubectl top pods')])
    expect(kubernetes).toContainEqual({ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] })
    expect(kubernetes).toContainEqual({ apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] })
  })

  it('takes the group from the name, and says so when the name has none', () => {
    const { kubernetes, unknown } = leastPermissions([call('kubectl get widgets.v1beta1.shop.example.org'), call('kubectl get gadgets')])
    expect(kubernetes).toEqual([{ apiGroups: ['shop.example.org'], resources: ['widgets'], verbs: ['list'] }])
    expect(unknown).toEqual(['API group of gadgets'])
  })

  it('names IAM actions by their service and operation', () => {
    const commands = [
      'aws ec2 describe-instances',
      'aws elbv2 describe-load-balancers',
      'aws s3 ls s3://b',
      'aws s3api head-object --bucket b',
      'aws eks update-kubeconfig --name c',
    ]
    expect(leastPermissions(commands.map((text) => call(text))).aws).toEqual([
      'ec2:DescribeInstances',
      'eks:DescribeCluster',
      'elasticloadbalancing:DescribeLoadBalancers',
      's3:GetObject',
      's3:ListAllMyBuckets',
      's3:ListBucket',
    ])
  })

  it('lists operations of the other clouds, and what it cannot tell as unknown', () => {
    const found = leastPermissions([
      call('az vm list -g web'),
      call('gcloud sql instances list'),
      call('aws s3 sync a s3://b'),
      call('helm list'),
    ])
    expect(found).toMatchObject({
      azure: ['az vm list'],
      gcp: ['gcloud sql instances list'],
      unknown: ['aws s3 sync a s3://b', 'helm list'],
    })
  })
})

function task(access: RehearsedTask['access'], name = 'Check'): { file: string; name: string; access: RehearsedTask['access'] } {
  return { file: 'sli.robot', name, access }
}

describe('access:read-only', () => {
  it.each([
    ['is refuted by one writing command', [call('kubectl get pods'), call('kubectl delete pod x')], 'refuted'],
    ['holds while every command reads', [call('kubectl get pods'), call('kubectl config view')], 'held'],
    ['stays unproven when an effect is unknown', [call('kubectl get pods'), call('ssh host uptime')], 'unproven'],
    ['stays unproven when no command was run', [], 'unproven'],
    ['is not refuted by what runs outside of the task', [call('kubectl get pods'), call('kubectl delete pod x', null)], 'held'],
  ])('%s', (_what, calls, verdict) => {
    expect(proveAccess([task('read-only')], calls).readOnly).toBe(verdict)
  })

  it('is asked only of tasks that declare it', () => {
    const proof = proveAccess(
      [task('read-write'), task('read-only', 'Look')],
      [call('kubectl delete pod x'), call('kubectl get pods', 'Look')],
    )
    expect(proof).toMatchObject({ readOnly: 'held', against: [] })
    expect(proveAccess([task('undeclared')], [call('kubectl get pods')]).readOnly).toBe('unproven')
  })
})
