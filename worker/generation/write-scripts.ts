import { kindById } from '../domain/lexicon/find-kinds.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { BundleModel, BundleTask } from './bundle-model.ts'
import { workloadVariable } from './extra-settings.ts'
import { plainWords, shellWord } from './quoting.ts'
import { shellVar } from './recipes/jq.ts'
import type { Check } from './recipes/recipe.ts'

const libraryName = 'check-lib.sh'

/** The library every check sources. It never initialises an issue file as healthy: the file exists only once a check has come to a verdict. */
const library = String.raw`#!/usr/bin/env bash
# Functions shared by the checks of this CodeBundle. Sourced by them, never run by itself.
#
# A check calls begin_check, collect, judge and finish_check, in this order. It leaves <name>_issues.json behind, a JSON array that is
# empty only when every command answered and nothing was found. With --score it prints 1 or 0 instead.

CHECK_NAME=""
CHECK_MODE="report"
ISSUES_FILE=""
WORK_DIR=""
SCOPE=""
ASKED="look"

begin_check() { # name, scope, further arguments of the script
  CHECK_NAME="$1"
  SCOPE="$2"
  shift 2
  if [[ "$#" -gt 0 && "$1" == "--score" ]]; then
    CHECK_MODE="score"
  fi
  ISSUES_FILE="$CHECK_NAME"_issues.json
  if [[ "$CHECK_MODE" == "report" ]]; then
    rm -f "$ISSUES_FILE"
  fi
  WORK_DIR="$(mktemp -d)"
  trap 'rm -rf "$WORK_DIR"' EXIT
  command -v jq >/dev/null || { echo "jq is not installed" >&2; exit 1; }
}

# Prints an ISO 8601 time so many minutes ago.
since_minutes() {
  date -u -d "-$1 minutes" +%Y-%m-%dT%H:%M:%SZ
}

# Ends the check with an issue that says what could not be looked at. Never a healthy result.
could_not_check() { # what, details
  local details
  details="$(printf '%s' "$2" | head -c 2000)"
  if [[ "$CHECK_MODE" == "score" ]]; then
    echo "could not $1: $details" >&2
    echo 0
    exit 0
  fi
  echo "Could not $1."
  echo "$details"
  jq -n --arg what "$1" --arg scope "$SCOPE" --arg details "$details" --arg name "$CHECK_NAME" '[{
    severity: 3,
    title: ("Could not " + $what + " in " + $scope),
    expected: "The command answers, so that the check comes to a verdict.",
    actual: ("Could not " + $what + "; the state is unknown."),
    details: $details,
    next_steps: "Check the credentials, the permissions and the address that the command uses, then run the task again.",
    reproduce_hint: ("Run " + $name + ".sh with the settings of the task.")
  }]' >"$ISSUES_FILE"
  exit 0
}

# Runs a command and keeps its JSON answer for judge.
collect() { # what, shape of the answer (array, object or any), command...
  local what="$1" shape="$2"
  ASKED="$1"
  shift 2
  if ! "$@" >"$WORK_DIR/resources.json" 2>"$WORK_DIR/stderr"; then
    could_not_check "$what" "$(cat "$WORK_DIR/stderr" "$WORK_DIR/resources.json")"
  fi
  if ! jq -s -e --arg shape "$shape" 'length == 1 and (.[0] | type | . == $shape or ($shape == "any" and (. == "object" or . == "array")))' "$WORK_DIR/resources.json" >/dev/null 2>&1; then
    could_not_check "$what" "The answer is not one JSON document of the expected shape ($shape): $(head -c 500 "$WORK_DIR/resources.json")"
  fi
}

# Runs a command for each name that the program finds in the collected answer, and collects the answers as one array.
collect_each() { # what, program for the names, command that takes a name
  local what="$1" names="$2" item
  shift 2
  if ! jq -r "$names | .[]" "$WORK_DIR/resources.json" >"$WORK_DIR/names" 2>"$WORK_DIR/stderr"; then
    could_not_check "$what" "$(cat "$WORK_DIR/stderr")"
  fi
  : >"$WORK_DIR/answers"
  while IFS= read -r item; do
    if ! "$@" "$item" >"$WORK_DIR/answer" 2>"$WORK_DIR/stderr" </dev/null; then
      could_not_check "$what for $item" "$(cat "$WORK_DIR/stderr")"
    fi
    if ! jq -c --arg item "$item" 'if type == "object" then . + {ItemName: $item} else {ItemName: $item, answer: .} end' "$WORK_DIR/answer" >>"$WORK_DIR/answers" 2>"$WORK_DIR/stderr"; then
      could_not_check "$what for $item" "$(cat "$WORK_DIR/stderr")"
    fi
  done <"$WORK_DIR/names"
  jq -s '.' "$WORK_DIR/answers" >"$WORK_DIR/resources.json"
}

# Turns the collected answer into rows {name, problem}. An answer of another shape is "could not check".
judge() { # arguments of jq, the program last
  if ! jq "$@" "$WORK_DIR/resources.json" >"$WORK_DIR/rows.json" 2>"$WORK_DIR/stderr"; then
    could_not_check "understand the answer when asked to $ASKED" "$(cat "$WORK_DIR/stderr")"
  fi
  if ! jq -s -e 'length == 1 and (.[0] | type == "array")' "$WORK_DIR/rows.json" >/dev/null 2>&1; then
    could_not_check "understand the answer when asked to $ASKED" "It holds nothing."
  fi
}

finish_check() { # finding, severity, next steps
  local total bad
  total="$(jq 'length' "$WORK_DIR/rows.json")"
  bad="$(jq '[.[] | select(.problem != null)] | length' "$WORK_DIR/rows.json")"
  if [[ "$CHECK_MODE" == "score" ]]; then
    if [[ "$bad" -eq 0 ]]; then echo 1; else echo 0; fi
    exit 0
  fi
  echo "Looked at $total in $SCOPE; $bad with a finding."
  jq -r '.[] | [(if .problem == null then "ok" else "!!" end), .name, (.problem // "")] | @tsv' "$WORK_DIR/rows.json" | head -n 200
  jq --arg finding "$1" --argjson severity "$2" --arg next "$3" --arg scope "$SCOPE" --arg name "$CHECK_NAME" '
    [.[] | select(.problem != null)] as $bad
    | if ($bad | length) == 0 then [] else [{
        severity: $severity,
        title: ($finding + " in " + $scope),
        expected: "No resource in the scope has this finding.",
        actual: ("\($bad | length) of \(length) have it."),
        details: ([$bad[] | .name + ": " + .problem] | .[0:50] | join("\n")),
        next_steps: $next,
        reproduce_hint: ("Run " + $name + ".sh with the settings of the task.")
      }] end' "$WORK_DIR/rows.json" >"$WORK_DIR/issues.json"
  mv "$WORK_DIR/issues.json" "$ISSUES_FILE"
}
`

/** The library and one script for each task. */
export function writeScripts(model: BundleModel): DraftFile[] {
  const file = (name: string, content: string): DraftFile => ({ path: `${model.path}/${name}`, mode: '100755', content })
  return [file(libraryName, library), ...model.tasks.map((task) => file(`${task.name}.sh`, script(model, task)))]
}

function script(model: BundleModel, task: BundleTask): string {
  const { check } = task
  const scope = `${model.profile.scopeWord} \\\`\${${model.profile.scopeVariable}}\\\``
  const what = subjectOf(task)
  const lines = [
    '#!/usr/bin/env bash',
    `# ${plainWords(task.title, 110)}`,
    `# Judged by: ${plainWords(check.finding, 110)}.`,
    'set -euo pipefail',
    '',
    '# shellcheck source=check-lib.sh',
    `source "$(dirname "\${BASH_SOURCE[0]}")/${libraryName}"`,
    '',
    ...required(model),
    `begin_check ${shellWord(task.name)} "${scope}" "$@"`,
    '',
    ...fetching(task, what),
    ...judging(model, task),
    `finish_check ${shellWord(check.finding)} ${check.severity} ${shellWord(check.nextSteps)}`,
    ...changing(task),
  ]
  return `${lines.join('\n')}\n`
}

/** What a failed command was meant to do, in words for an issue title. */
function subjectOf(task: BundleTask): string {
  if (/activity-log|logging read/.test(task.check.list)) return 'read the activity log'
  return `read ${kindById(task.check.recipe.kind)?.name ?? (task.check.recipe.kind === 'k8s-workload' ? 'the pods' : 'the service')}`
}

function required(model: BundleModel): string[] {
  return model.profile.settings
    .filter((setting) => setting.default === null)
    .map((setting) => `: "\${${setting.name}:?${setting.name} has to be set}"`)
}

/** Platform flags for a listing; a recipe's own command keeps what it has. */
function command(list: string, wide: boolean): string {
  if (list.startsWith('curl')) return list
  if (list.startsWith('az ')) {
    const group =
      list.startsWith('az backup vault') || !/subscription/.test(list)
        ? ` --resource-group ${shellVar('AZURE_RESOURCE_GROUP')} --subscription ${shellVar('AZURE_SUBSCRIPTION_ID')}`
        : ''
    return `${list}${group} --output json`
  }
  if (list.startsWith('aws ')) return `${list} --region "\${AWS_REGION}" --output json`
  if (list.startsWith('gcloud '))
    return `${list}${/--scope|--organization/.test(list) ? '' : ` --project ${shellVar('GCP_PROJECT_ID')}`} --format=json`
  const namespaced =
    wide || /^get (?:nodes|namespaces|persistentvolumes|storageclasses)/.test(list) ? '' : ` --namespace ${shellVar('NAMESPACE')}`
  return `${shellVar('KUBERNETES_DISTRIBUTION_BINARY')} ${list} --context ${shellVar('CONTEXT')}${namespaced} --output json`
}

function fetching(task: BundleTask, what: string): string[] {
  const { check } = task
  const lines: string[] = []
  const wide = check.recipe.wide === true
  const call = command(check.list, wide)
  if (call.includes('CURL_CONFIG')) {
    lines.push(
      '# The token goes to curl through a file that only this user can read, never through the command line.',
      'CURL_CONFIG="$WORK_DIR/curl.conf"',
      '( umask 077; : >"$CURL_CONFIG" )',
      `if [[ -n "\${api_token:-}" && -s "\${api_token}" ]]; then`,
      `  printf 'header = "Authorization: Bearer %s"\\n' "$(tr -d '\\n' <"\${api_token}")" >>"$CURL_CONFIG"`,
      'fi',
      '',
    )
  }
  const body =
    check.second === null
      ? [`  ${call}`]
      : [
          `  ${call} >"$WORK_DIR/first.json" || return 1`,
          `  ${command(check.second, wide)} >"$WORK_DIR/second.json" || return 1`,
          `  jq -n --slurpfile first "$WORK_DIR/first.json" --slurpfile second "$WORK_DIR/second.json" '{first: $first[0], second: $second[0]}'`,
        ]
  lines.push('list_resources() {', ...body, '}', `collect ${shellWord(what)} ${shapeOf(check)} list_resources`)
  if (check.each !== null) {
    lines.push(
      '',
      'read_one() {',
      '  local item="$1"',
      `  ${check.each.command}`,
      '}',
      `collect_each ${shellWord(what)} '${check.each.names}' read_one`,
    )
  }
  return [...lines, '']
}

/** The shape that a command line tool gives its listings. */
function shapeOf(check: Check): 'array' | 'object' | 'any' {
  if (/^(?:az|gcloud) /.test(check.list)) return 'array'
  return check.list.startsWith('curl') ? 'any' : 'object'
}

function judging(model: BundleModel, task: BundleTask): string[] {
  const { check } = task
  const program = `[(${check.items}) | (if type == "array" then .[] else error("no list of resources") end) | {name: (${check.name}), problem: (${check.problem})}]`
  const args: string[] = []
  if (program.includes('$threshold'))
    args.push(`--argjson threshold "\${${check.threshold?.variable ?? 'THRESHOLD'}:-${check.threshold?.default ?? 0}}"`)
  const workload = workloadVariable(model.profile.settings)
  if (program.includes('$workload')) args.push(`--arg workload "\${${workload ?? 'WORKLOAD_NAME'}:-}"`)
  if (program.includes('$scope')) args.push(`--arg scope "\${${model.profile.scopeVariable}}"`)
  return [`judge ${[...args, `'${program}'`].join(' ')}`, '']
}

/** Changes only what the check found, only when told to, and reports a failed change as an issue. */
function changing(task: BundleTask): string[] {
  if (task.change === null) return []
  return [
    '',
    '# Changes are made to what the check found, and only with APPLY_CHANGES set to true.',
    'change_one() {',
    '  local item="$1"',
    `  ${task.change}`,
    '}',
    `if [[ "\${APPLY_CHANGES:-false}" == "true" ]]; then`,
    `  jq -r '.[] | select(.problem != null) | .name' "$WORK_DIR/rows.json" >"$WORK_DIR/targets"`,
    '  while IFS= read -r target; do',
    '    if change_one "$target" >"$WORK_DIR/change" 2>&1 </dev/null; then',
    '      echo "Changed $target."',
    '    else',
    '      could_not_check "change $target" "$(cat "$WORK_DIR/change")"',
    '    fi',
    '  done <"$WORK_DIR/targets"',
    'else',
    '  echo "Nothing was changed: APPLY_CHANGES is not true."',
    'fi',
  ]
}
