import type { Permissions } from './rehearsal-proof.ts'
import type { RehearsedCall } from './rehearsal-report.ts'
import { azureReadRole } from './roles-azure.ts'
import { gcpReadRole } from './roles-gcp.ts'

/** What of a call tells its permissions. */
type Call = Pick<RehearsedCall, 'access' | 'command' | 'permissions' | 'tool'>

type KubernetesRule = Permissions['kubernetes'][number]

/** The permissions that the recorded commands need and no more. What cannot be told is listed as unknown, never guessed. */
export function leastPermissions(calls: readonly Call[]): Permissions {
  const needs = calls.flatMap((call) => call.permissions)
  const operations = (kind: 'aws' | 'azure' | 'gcp') =>
    sorted(needs.flatMap((need) => (need.kind === kind && 'operation' in need ? [need.operation] : [])))
  const rules = needs.flatMap((need) => (need.kind === 'kubernetes' ? [need] : []))
  const untold = calls.filter(({ access, permissions, tool }) => access !== 'local' && permissions.length === 0 && hasPermissions(tool))
  const groupless = rules.filter(({ group }) => group === null).map(({ resource }) => `API group of ${resource}`)
  return {
    kubernetes: merge(rules),
    aws: operations('aws'),
    azure: operations('azure'),
    azureRoles: rolesOf(calls, 'azure', azureReadRole),
    gcp: operations('gcp'),
    gcpRoles: rolesOf(calls, 'gcp', gcpReadRole),
    unknown: sorted([...groupless, ...untold.map(({ command }) => command.slice(0, 200))]),
  }
}

/** The least roles for what was read. Which role allows a change depends on more than the words of the command. */
function rolesOf(calls: readonly Call[], kind: 'azure' | 'gcp', roleOf: (operation: string) => string | null): string[] {
  const reads = calls.filter(({ access }) => access === 'read').flatMap(({ permissions }) => permissions)
  return sorted(reads.flatMap((need) => (need.kind === kind && 'operation' in need ? (roleOf(need.operation) ?? []) : [])))
}

/** A web request or a database needs a credential, but none of the permission systems above. */
function hasPermissions(tool: string): boolean {
  return ['kubectl', 'oc', 'helm', 'istioctl', 'aws', 'az', 'gcloud', 'gsutil', 'bq'].includes(tool)
}

/** One rule a resource with the union of its verbs, then resources with the same group and verbs in one rule. */
function merge(rules: readonly { group: string | null; resource: string; verbs: readonly string[] }[]): KubernetesRule[] {
  const verbs = new Map<string, Set<string>>()
  for (const { group, resource, verbs: wanted } of rules) {
    if (group === null) continue
    const key = `${group}\0${resource}`
    verbs.set(key, new Set([...(verbs.get(key) ?? []), ...wanted]))
  }
  const merged = new Map<string, KubernetesRule>()
  for (const [key, wanted] of [...verbs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = '', resource = ''] = key.split('\0')
    const list = [...wanted].sort()
    const same = `${group}\0${list.join(',')}`
    const rule = merged.get(same) ?? { apiGroups: [group], resources: [], verbs: list }
    rule.resources.push(resource)
    merged.set(same, rule)
  }
  return [...merged.values()]
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
