import { enumValues, type RobotImport } from '../robot-imports.ts'
import { isSettable } from './scenario.ts'

/** Values for what a bundle imports and a scenario does not give. */

const kubeconfig = `apiVersion: v1
kind: Config
clusters:
  - name: rehearsal
    cluster: {server: "https://kubernetes.invalid:6443"}
users:
  - name: rehearsal
    user: {token: rehearsal}
contexts:
  - name: rehearsal
    context: {cluster: rehearsal, user: rehearsal, namespace: rehearsal}
current-context: rehearsal
`

const zeroId = '00000000-0000-0000-0000-000000000000'

const serviceAccount = JSON.stringify({
  type: 'service_account',
  project_id: 'rehearsal',
  private_key_id: 'rehearsal',
  private_key: 'rehearsal',
  client_email: 'rehearsal@rehearsal.iam.gserviceaccount.com',
  client_id: '1',
  token_uri: 'https://oauth2.invalid/token',
})

const servicePrincipal = JSON.stringify({ clientId: zeroId, clientSecret: 'rehearsal', tenantId: zeroId, subscriptionId: zeroId })

/** A well-formed value that opens nothing, by the secret's name. */
function secretValue(name: string): string {
  if (/kube_?config/i.test(name)) return kubeconfig
  if (/gcp|google|service_?account/i.test(name) && !/project/i.test(name)) return serviceAccount
  if (/azure_?(credential|sp)|az_?credential/i.test(name)) return servicePrincipal
  if (/aws_?region/i.test(name)) return 'us-east-1'
  if (/(tenant|client|subscription)_?id/i.test(name)) return zeroId
  if (/url|endpoint/i.test(name)) return 'https://service.invalid'
  return 'rehearsal'
}

/** Rules by name, tried in order. Numbers are small so that loops over them end. */
const byName: [RegExp, string][] = [
  [/(SUBSCRIPTION|TENANT|CLIENT|APP)_?ID$/i, zeroId],
  [/(URL|ENDPOINT|URI)S?$/i, 'https://service.invalid'],
  [/(AWS_|^)REGIONS?$/i, 'us-east-1'],
  [/(LOCATION|REGION|ZONE)S?$/i, 'us-central1'],
  [/LOOKBACK|(_|^)(AGE|PERIOD|WINDOW|INTERVAL)$|DURATION/i, '10m'],
  [/THRESHOLD|COUNT|LIMIT|MAX|MIN|PORT|TIMEOUT|SECONDS|MINUTES|HOURS|DAYS|LINES|NUMBER|SIZE|PERCENT/i, '1'],
  [/KUBERNETES_DISTRIBUTION(_BINARY)?$/i, 'kubectl'],
  [/EMAIL/i, 'rehearsal@service.invalid'],
  [/(HOST|HOSTNAME|DOMAIN|FQDN)$/i, 'service.invalid'],
  [/JSON$|_MAP$/i, '{}'],
]

/** A value that the import's own words suggest: its first enum value, its example when it is one word, else one by its name and pattern. */
function variableValue({ kind, name, options }: RobotImport): string {
  // The platform gives its lookback window in seconds; a user variable of any such name has a unit.
  if (kind === 'platform' && name === 'RW_LOOKBACK_WINDOW') return '3600'
  const [first] = enumValues(options.get('enum') ?? '')
  if (first !== undefined) return first
  const example = options.get('example')?.trim() ?? ''
  if (example !== '' && !/\s/.test(example)) return example
  const known = byName.find(([rule]) => rule.test(name))
  if (known) return known[1]
  return /^\^?\(?(\\d|\[0-9\])[+*]\)?\$?$/.test(options.get('pattern') ?? '') ? '1' : 'rehearsal'
}

/** `default=""` is written by authors who mean nothing; Robot takes the quotes for the value, the platform never does. */
function hasDefault({ options }: RobotImport): boolean {
  return !/^\s*(""|'')?\s*$/.test(options.get('default') ?? '')
}

/**
 * The environment in which the imports find their values: the scenario's first, then for a secret and for a variable without a default
 * a stand-in. A default of the bundle is left to the bundle. Names that would change the programs around it are left out.
 */
export function importedValues(
  imports: readonly RobotImport[],
  given: { variables: Readonly<Record<string, string>>; secrets: Readonly<Record<string, string>> },
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const found of imports) {
    if (!found.literal || !isSettable(found.name)) continue
    if (found.kind === 'secret') values[found.name] = secretValue(found.name)
    else if (found.kind !== 'service' && !hasDefault(found)) values[found.name] ??= variableValue(found)
  }
  return { ...values, ...given.variables, ...given.secrets }
}
