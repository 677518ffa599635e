import { describe, expect, it } from 'vitest'
import { declaredPermissions } from '../../../../containers/rehearse/declared-permissions.ts'
import { classifyCall } from '../../../../worker/domain/rehearsal/classify-call.ts'
import { permissionChecks } from '../../../../worker/domain/rehearsal/compare-permissions.ts'
import { leastPermissions } from '../../../../worker/domain/rehearsal/least-permissions.ts'

/** `id status severity: message` of what a README declares, compared with commands that were seen. */
function compare(readme: string, ...commands: string[]): string[] {
  const calls = commands.map((command) => {
    const [tool = '', ...args] = command.split(' ')
    return { tool, args, command, file: null, task: null, stdin: '', exitCode: 0, ...classifyCall({ tool, args, stdin: '' }) }
  })
  const declared = declaredPermissions({ path: 'README.md', text: readme })
  return permissionChecks(leastPermissions(calls), declared, calls).map(({ id, status, severity, message }) =>
    status === 'fail' ? `${id} ${severity}: ${message}` : `${id} ${status}`,
  )
}

const passes = ['rehearsal/permissions-declared pass', 'rehearsal/permissions-least pass']

const role = (rules: string) =>
  `# Bundle\n\`\`\`yaml\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nrules:\n${rules}\`\`\`\n`

describe('declared permissions compared with the least', () => {
  it.each([
    ['a role', role('- apiGroups: [""]\n  resources: [pods, events]\n  verbs: [get, list]\n'), 'kubectl get pods', 'kubectl get events'],
    [
      'a sentence',
      '## Permissions\nIt needs `get` and `list` on pods, events and deployments.\n',
      'kubectl get pods',
      'kubectl get deploy',
    ],
    ['two sentences in one', '## RBAC\nget and list on pods, and list on `deployments`', 'kubectl get pods', 'kubectl get deploy'],
    ['actions', 'Needs `ec2:DescribeInstances` and `rds:Describe*`.', 'aws ec2 describe-instances', 'aws rds describe-db-instances'],
    ['a policy', '```json\n{"Action": ["s3:ListBucket"], "Effect": "Allow"}\n```', 'aws s3api list-objects-v2 --bucket b'],
    ['nothing for asking who one is', '`ec2:DescribeInstances`', 'aws sts get-caller-identity', 'aws ec2 describe-instances'],
    ['roles of Google Cloud', 'Grant `roles/run.viewer`.', 'gcloud run services list'],
    ['the viewer of everything', '* roles/viewer', 'gcloud run services list', 'gcloud compute instances list'],
    ['a role of Azure', '## Permissions\nAzure: Reader on the resource group.', 'az vm list -o json'],
  ])('are enough: %s', (_what, readme, ...commands) => {
    expect(compare(readme, ...commands)).toEqual(passes)
  })

  it.each([
    ['a verb of a role', role('- apiGroups: [""]\n  resources: [pods]\n  verbs: [get]\n'), 'kubectl get pods', 'list on pods'],
    [
      'another group',
      role('- apiGroups: [""]\n  resources: [deployments]\n  verbs: [get, list]\n'),
      'kubectl get deploy',
      'list on deployments',
    ],
    ['an action', 'Needs `sqs:ListQueues`.', 'aws sqs get-queue-attributes --queue-url u', 'sqs:GetQueueAttributes'],
    ['a role of another service', '`roles/compute.viewer`', 'gcloud run services list', 'roles/run.viewer'],
    ['a role for data', '## Permissions\nAzure: Reader.', 'az keyvault secret list --vault-name v', 'Key Vault Secrets User'],
  ])('lack %s', (_what, readme, command, lacking) => {
    expect(compare(readme, command)[0]).toBe(
      `rehearsal/permissions-declared warn: The README does not declare ${lacking}, which the recorded commands need.`,
    )
  })

  it.each([
    ['every verb', role('- apiGroups: ["*"]\n  resources: [pods]\n  verbs: ["*"]\n'), 'kubectl get pods', 'every verb on pods'],
    [
      'a verb that changes',
      role('- apiGroups: [""]\n  resources: [pods]\n  verbs: [list, delete]\n'),
      'kubectl get pods',
      'delete on pods',
    ],
    ['every action', '`ec2:*`', 'aws ec2 describe-instances', 'ec2:*'],
    ['an action that changes', '`ec2:DescribeInstances` `ec2:StopInstances`', 'aws ec2 describe-instances', 'ec2:StopInstances'],
    ['the owner', '`roles/owner`', 'gcloud run services list', 'roles/owner'],
    ['the contributor', '## Permissions\nAzure role Contributor.', 'az vm list', 'Contributor'],
  ])('are more than needed: %s', (_what, readme, command, excess) => {
    expect(compare(readme, command)[1]).toBe(
      `rehearsal/permissions-least warn: The README declares more than the recorded commands need: ${excess}.`,
    )
  })

  it('are no more than needed when the bundle was seen to make the change', () => {
    expect(compare('`ec2:StopInstances`', 'aws ec2 stop-instances --instance-ids i')).toEqual(passes)
    expect(compare(role('- apiGroups: [""]\n  resources: [pods]\n  verbs: [get, delete]\n'), 'kubectl delete pod web-1')).toEqual(passes)
  })

  it('are asked for where the README has none, and left to people where it has only words', () => {
    expect(compare('# Bundle\n', 'kubectl get pods')).toEqual([
      'rehearsal/permissions-declared advise: The README does not say which permissions the bundle needs. Recorded: list on pods.',
    ])
    expect(compare('## IAM\nA read-only service user.\n', 'aws ec2 describe-instances')).toEqual(['rehearsal/permissions-declared skip'])
    expect(compare('# Bundle\n', 'curl https://a.example')).toEqual(['rehearsal/permissions-declared skip'])
  })

  it('are not looked for in what is no YAML, too long, or made of aliases without end', () => {
    const levels = Array.from(
      { length: 9 },
      (_unused, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
    )
    for (const body of ['rules: [\nresources: x', `a0: &a0 [x]\n${levels.join('\n')}\nresources: x`, `resources: ${'['.repeat(19_000)}`]) {
      expect(compare(`\`\`\`yaml\n${body}\n\`\`\`\n`, 'kubectl get pods')[0]).toContain('permissions-declared')
    }
  })
})
