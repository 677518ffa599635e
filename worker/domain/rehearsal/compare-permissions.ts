import type { Check } from '../report.ts'
import type { Permissions } from './rehearsal-proof.ts'
import type { RehearsedCall } from './rehearsal-report.ts'
import { azureWideRoles } from './roles-azure.ts'
import { gcpService, gcpWideRoles } from './roles-gcp.ts'

/** What a bundle's README says that it needs. */
export interface DeclaredPermissions {
  /** Path of the README; null when the bundle has none. */
  file: string | null
  kubernetes: Permissions['kubernetes']
  /** IAM actions, with wildcards as written. */
  aws: string[]
  /** Names of Azure's built-in roles. */
  azure: string[]
  /** Roles of Google Cloud. */
  gcp: string[]
  /** Whether it speaks of permissions in words that no program can compare. */
  inWords: boolean
}

type Rule = Permissions['kubernetes'][number]

/** Longest list of names in a message. */
const maxNamed = 12

/**
 * Compares the least permissions that were recorded with those declared. What is declared and was not used is only called too much where it is a wildcard, a role over everything,
 * or allows changes in a bundle that was seen to read only: a record is what these scenarios reached, other input may reach more.
 */
export function permissionChecks(
  needed: Permissions,
  declared: DeclaredPermissions,
  calls: readonly Pick<RehearsedCall, 'access'>[],
): Check[] {
  const readsOnly = calls.every(({ access }) => access === 'read' || access === 'local')
  const wanted = namesOf(needed)
  if (wanted.length === 0)
    return [result('permissions-declared', 'skip', 'The commands that were recorded need no permission that is known.', declared)]
  const silent = declared.kubernetes.length + declared.aws.length + declared.azure.length + declared.gcp.length === 0
  if (silent) return [undeclared(wanted, declared)]
  const missing = [...missingRules(needed, declared), ...missingActions(needed, declared), ...missingRoles(needed, declared)]
  const excess = [...wideRules(declared, readsOnly), ...wideActions(declared, readsOnly), ...wideRoles(needed, declared, readsOnly)]
  return [
    missing.length === 0
      ? result('permissions-declared', 'pass', 'The README declares every permission that the recorded commands need.', declared)
      : result('permissions-declared', 'fail', `The README does not declare ${list(missing)}, which the recorded commands need.`, declared),
    excess.length === 0
      ? result('permissions-least', 'pass', 'The README declares no permission that is clearly more than needed.', declared)
      : result('permissions-least', 'fail', `The README declares more than the recorded commands need: ${list(excess)}.`, declared),
  ]
}

const hints = {
  'permissions-declared': 'Add what is missing to the section of the README about permissions.',
  'permissions-least': 'Name the single verbs, actions or the viewer role instead.',
}

function result(id: keyof typeof hints, status: Check['status'], message: string, { file }: DeclaredPermissions): Check {
  return { id: `rehearsal/${id}`, status, severity: 'warn', file, line: null, message, hint: status === 'fail' ? hints[id] : null }
}

function undeclared(wanted: readonly string[], declared: DeclaredPermissions): Check {
  if (declared.inWords) {
    return result('permissions-declared', 'skip', `The README speaks of permissions in words only. Recorded: ${list(wanted)}.`, declared)
  }
  const message = `The README does not say which permissions the bundle needs. Recorded: ${list(wanted)}.`
  return { ...result('permissions-declared', 'fail', message, declared), severity: 'advise' }
}

function list(names: readonly string[]): string {
  const shown = [...new Set(names)]
  return shown.length > maxNamed ? `${shown.slice(0, maxNamed).join(', ')} and ${shown.length - maxNamed} more` : shown.join(', ')
}

function namesOf({ kubernetes, aws, azureRoles, gcpRoles }: Permissions): string[] {
  return [
    ...kubernetes.flatMap((rule) => rule.resources.map((name) => `${rule.verbs.join('/')} on ${name}`)),
    ...aws,
    ...azureRoles,
    ...gcpRoles,
  ]
}

function covers(values: readonly string[], value: string): boolean {
  return values.some((own) => own === '*' || own.toLowerCase() === value.toLowerCase())
}

function missingRules({ kubernetes }: Permissions, declared: DeclaredPermissions): string[] {
  return kubernetes.flatMap(({ apiGroups, resources, verbs }) =>
    resources.flatMap((resource) => {
      const rules = declared.kubernetes.filter(
        (rule) => covers(rule.resources, resource) && apiGroups.every((group) => covers(rule.apiGroups, group)),
      )
      const lacking = verbs.filter((verb) => !rules.some((rule) => covers(rule.verbs, verb)))
      return lacking.length > 0 ? [`${lacking.join('/')} on ${resource}`] : []
    }),
  )
}

/** Whether an IAM action with wildcards covers another. IAM does not look at the case. */
function actionCovers(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const text = action.toLowerCase()
  if (parts.length === 1) return parts[0] === text
  if (!text.startsWith(parts[0] ?? '') || !text.endsWith(parts.at(-1) ?? '')) return false
  let at = 0
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return true
}

function missingActions({ aws }: Permissions, declared: DeclaredPermissions): string[] {
  // Everybody may ask who they are.
  return aws.filter((action) => action !== 'sts:GetCallerIdentity' && !declared.aws.some((pattern) => actionCovers(pattern, action)))
}

function missingRoles({ azureRoles, gcpRoles }: Permissions, declared: DeclaredPermissions): string[] {
  const basic = declared.gcp.some((role) => ['roles/viewer', ...gcpWideRoles].includes(role))
  const services = new Set(declared.gcp.map(gcpService))
  const gcp = basic ? [] : gcpRoles.filter((role) => !services.has(gcpService(role)))
  const wide = declared.azure.some((role) => azureWideRoles.includes(role))
  const azure = azureRoles.filter((role) => !covers(declared.azure, role) && !(role === 'Reader' && (wide || declared.azure.length > 0)))
  return [...gcp, ...azure]
}

const readVerbs = ['get', 'list', 'watch']

function wideRules({ kubernetes }: DeclaredPermissions, readsOnly: boolean): string[] {
  return kubernetes.flatMap((rule: Rule) => {
    const what = rule.resources.join(', ')
    if (rule.verbs.includes('*')) return [`every verb on ${what}`]
    if (rule.resources.includes('*')) return [`${rule.verbs.join('/')} on every resource`]
    const changes = rule.verbs.filter((verb) => !readVerbs.includes(verb))
    return readsOnly && changes.length > 0 && !/\/(exec|portforward|attach)/.test(what) ? [`${changes.join('/')} on ${what}`] : []
  })
}

const readActions =
  /^[a-z0-9-]+:(describe|list|get|head|lookup|search|batchget|query|scan|filter|start(?=query)|stop(?=query)|view|select|assumerole)/i

function wideActions({ aws }: DeclaredPermissions, readsOnly: boolean): string[] {
  return aws.filter((action) => /^(\*|[a-z0-9-]+:\*)$/i.test(action) || (readsOnly && !readActions.test(action)))
}

function wideRoles(needed: Permissions, declared: DeclaredPermissions, readsOnly: boolean): string[] {
  if (!readsOnly) return []
  const gcp = needed.gcp.length > 0 ? declared.gcp.filter((role) => gcpWideRoles.includes(role) || /\.admin$/.test(role)) : []
  return [...gcp, ...(needed.azure.length > 0 ? declared.azure.filter((role) => azureWideRoles.includes(role)) : [])]
}
