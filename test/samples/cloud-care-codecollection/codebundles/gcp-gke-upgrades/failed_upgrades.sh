#!/usr/bin/env bash
# Finds GKE upgrade operations that ended with an error.
# Reads GCP_PROJECT_ID and LOOKBACK_DAYS; writes failed_upgrades_issues.json and prints a report.
set -euo pipefail

issues_file="failed_upgrades_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without operations.
operations="$(gcloud container operations list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

failed="$(jq --argjson days "$LOOKBACK_DAYS" '
  [.[]
    | select((.operationType | IN("UPGRADE_MASTER", "UPGRADE_NODES", "AUTO_UPGRADE_NODES")) and .error != null)
    | select((.startTime[0:19] + "Z" | fromdateiso8601) >= now - $days * 86400)
    | {target: (.targetLink | sub(".*/(locations|zones)/"; "")), type: .operationType, start: .startTime[0:19], message: .error.message}]
  | sort_by(.start)' <<<"$operations")"

jq -r --arg days "$LOOKBACK_DAYS" '
  "\(length) upgrades failed in the last \($days) days.",
  (.[] | "- \(.start) \(.type) of \(.target): \(.message)")' <<<"$failed"

jq --arg days "$LOOKBACK_DAYS" --arg project "$GCP_PROJECT_ID" '
  if length == 0 then [] else [{
    severity: 2,
    title: "GKE upgrades failed in project `\($project)`",
    expected: "Upgrades finish without an error.",
    actual: "\(length) upgrades failed in the last \($days) days.",
    details: (map("\(.start) \(.type) of \(.target): \(.message)") | join("\n")),
    next_steps: "Read the error message of the newest operation\nCheck quota, disruption budgets and node health of the cluster\nStart the upgrade again when the cause is gone",
    reproduce_hint: "gcloud container operations list --project \($project)"
  }] end' <<<"$failed" > "$issues_file"
