import { bad, shellVar } from './jq.ts'
import type { Recipe, Variant } from './recipe.ts'

/** A row of the GCP tables. */
export type GcpRow = readonly [
  kind: string,
  list: string,
  name: string,
  problem: string,
  finding: string,
  type: string,
  extra?: Partial<Recipe>,
]

export const lastPart = '(.name // "unknown" | split("/") | last)'
export const project = `--project ${shellVar('GCP_PROJECT_ID')} --format=json`
export const ready = '([.status.conditions[]? | select(.type == "Ready")] | first)'
export const runProblem =
  `${ready} as $ready | if $ready == null then "reports no readiness" elif $ready.status != "True" then "not ready: " + ($ready.message // $ready.reason // "no reason given") ` +
  'elif .status.latestCreatedRevisionName != null and .status.latestCreatedRevisionName != .status.latestReadyRevisionName then "latest revision \\(.status.latestCreatedRevisionName) does not serve" else null end'

/** Changes in the admin activity log. Any kind can be asked about them. */
export const gcpChanges: Variant = {
  id: 'changes',
  words: /activity log|audit log|who changed|by hand|manual(?:ly)?|outside the pipeline|changed by|drift/i,
  finding: 'Changes were made outside the pipeline',
  severity: 3,
  list: `gcloud logging read "logName:cloudaudit.googleapis.com%2Factivity AND timestamp>=\\"$(since_minutes "\${LOOKBACK_MINUTES}")\\"" --limit 200`,
  items: '.',
  name: '(.protoPayload.resourceName // "unknown")',
  problem: bad(
    '$workload == "" or (.protoPayload.authenticationInfo.principalEmail // "") != $workload',
    '"\\(.protoPayload.methodName // "change") by \\(.protoPayload.authenticationInfo.principalEmail // "unknown")"',
  ),
  each: null,
  data: 'data:logs-regexp',
  nextSteps: 'Ask the principal what the change was for, and bring the desired state and the resource together again.',
}

/** Recent errors in the logs of a project. */
export const gcpErrors: Variant = {
  id: 'errors',
  words: /\blogs?\b|error log|errors|exceptions?|5xx/i,
  finding: 'Errors are logged',
  severity: 3,
  list: `gcloud logging read "severity>=ERROR AND timestamp>=\\"$(since_minutes "\${LOOKBACK_MINUTES}")\\"" --limit 200`,
  items: '.',
  name: '((.resource.labels // {}) | .service_name // .function_name // .instance_id // .database_id // .cluster_name // "unknown")',
  problem:
    '"\\(.severity // "ERROR"): " + ((.textPayload // .jsonPayload.message? // .protoPayload.status.message? // "no message") | tostring | .[0:200])',
  each: null,
  data: 'data:logs-regexp',
  nextSteps: 'Read the entries around the first error and compare with the last deployment.',
}
