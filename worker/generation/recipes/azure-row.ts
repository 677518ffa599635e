import { bad, notIn, shellVar } from './jq.ts'
import type { Recipe, Variant } from './recipe.ts'

/** A row of the Azure tables. */
export type AzureRow = readonly [kind: string, list: string, problem: string, finding: string, type: string, extra?: Partial<Recipe>]

export const provisioned = notIn(
  '(.provisioningState // .properties.provisioningState)',
  ['Succeeded', 'Updating', 'Creating'],
  'provisioning state',
)
export const scope = `--resource-group ${shellVar('AZURE_RESOURCE_GROUP')} --subscription ${shellVar('AZURE_SUBSCRIPTION_ID')} --output json`
export const publicAccess = (finding: string): Variant => ({
  id: 'public',
  words: /public|exposed|internet|network access/i,
  finding,
  severity: 3,
  problem: bad(
    '(.publicNetworkAccess // .properties.publicNetworkAccess // .network.publicNetworkAccess) == "Enabled"',
    '"public network access is enabled"',
  ),
})
export const rules = '(.securityRules // .properties.securityRules // [])'
export const anyOutbound = bad(
  `any(${rules}[]; .direction == "Outbound" and .access == "Allow" and (.sourceAddressPrefix == "*" or .sourceAddressPrefix == "Any") and (.destinationAddressPrefix == "*" or .destinationAddressPrefix == "Internet" or .destinationAddressPrefix == "Any") and .destinationPortRange == "*")`,
  '"a rule allows any to any outbound"',
)
export const openInbound = bad(
  `any(${rules}[]; .direction == "Inbound" and .access == "Allow" and (.sourceAddressPrefix == "*" or .sourceAddressPrefix == "Internet") and ((.destinationPortRange // "") | test("^(\\\\*|22|3389)$")))`,
  '"a rule lets the internet in on a sensitive port"',
)

/** Changes in the activity log that nobody's pipeline made. Any kind can be asked about them. */
export const azureChanges: Variant = {
  id: 'changes',
  words: /activity log|who changed|by hand|manual(?:ly)?|outside the pipeline|changed by|drift|audit|out.of.band/i,
  finding: 'Changes were made outside the pipeline',
  severity: 3,
  list: `az monitor activity-log list --offset "$(( \${LOOKBACK_MINUTES} / 60 + 1 ))h" --max-events 500`,
  items:
    '[.[] | select(((.operationName.value // .operationName // "") | tostring | test("/(write|delete|action)$"; "i")) and ((.status.value // .status // "") | tostring | test("Succeeded|Accepted"; "i")))]',
  name: '((.resourceId // "unknown") | split("/") | last)',
  problem: bad(
    '$workload == "" or (.caller // "") != $workload',
    '"\\(.operationName.localizedValue? // .operationName.value? // "change") by \\(.caller // "unknown") at \\(.eventTimestamp // "unknown time")"',
  ),
  each: null,
  data: 'data:logs-regexp',
  nextSteps: 'Ask the caller what the change was for, and bring the desired state and the resource together again.',
}
