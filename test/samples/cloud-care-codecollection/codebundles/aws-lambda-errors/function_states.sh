#!/usr/bin/env bash
# Finds Lambda functions that are not active or whose last update failed.
# Reads AWS_REGION and AWS_ACCOUNT_NAME; writes function_states_issues.json and prints a report.
set -euo pipefail

issues_file="function_states_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list of functions is no answer, not a region without functions.
functions="$(aws lambda list-functions --region "$AWS_REGION" --output json | jq --slurp 'if map(.Functions | type) == ["array"] then .[0] else error("the answer has no functions") end')"

# The list leaves the state out, so each function is asked for it. A function that sleeps is Inactive until its next call.
states="[]"
while IFS= read -r name; do
  state="$(aws lambda get-function-configuration --region "$AWS_REGION" --function-name "$name" --output json)"
  states="$(jq --argjson so_far "$states" 'if .State then $so_far + [{name: .FunctionName, state: .State, update: .LastUpdateStatus, reason: (.StateReason // .LastUpdateStatusReason // "no reason given")}] else error("no state in the answer") end' <<<"$state")"
done < <(jq --raw-output '.Functions[].FunctionName' <<<"$functions")

jq -r '
  "\(length) functions read.",
  (.[] | "- \(.name): \(.state), last update \(.update)")' <<<"$states"

jq --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  map(select(.state == "Failed" or .update == "Failed"))
  | if length == 0 then [] else [{
    severity: 2,
    title: "Lambda functions are broken in account `\($account)`, region `\($region)`",
    expected: "Every function is active and its last update succeeded.",
    actual: "\(length) functions are not: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.state), last update \(.update): \(.reason)") | join("\n")),
    next_steps: "Read the reason in the details\nCheck image, role and network settings of the function",
    reproduce_hint: "aws lambda get-function-configuration --region \($region) --function-name NAME"
  }] end' <<<"$states" > "$issues_file"
