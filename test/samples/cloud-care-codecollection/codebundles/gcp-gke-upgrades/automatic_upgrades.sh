#!/usr/bin/env bash
# Finds GKE clusters and node pools that do not upgrade or repair themselves.
# Reads GCP_PROJECT_ID; writes automatic_upgrades_issues.json and prints a report.
set -euo pipefail

issues_file="automatic_upgrades_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without clusters.
clusters="$(gcloud container clusters list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

manual="$(jq '
  [.[] | . as $cluster
    | (if (.releaseChannel.channel // "UNSPECIFIED") == "UNSPECIFIED" then {name: .name, reason: "no release channel"} else empty end),
      ((.nodePools // [])[]
        | select(.management.autoUpgrade != true or .management.autoRepair != true)
        | {
            name: "\($cluster.name)/\(.name)",
            reason: ([(if .management.autoUpgrade != true then "automatic upgrade is off" else empty end), (if .management.autoRepair != true then "automatic repair is off" else empty end)] | join(", "))
          })]' <<<"$clusters")"

jq -r --argjson total "$(jq length <<<"$clusters")" '
  "\($total) clusters read, \(length) settings that leave upgrades or repairs to people.",
  (.[] | "- \(.name): \(.reason)")' <<<"$manual"

jq --arg project "$GCP_PROJECT_ID" '
  if length == 0 then [] else [{
    severity: 4,
    title: "GKE clusters do not upgrade by themselves in project `\($project)`",
    expected: "Every cluster is on a release channel and its node pools upgrade and repair themselves.",
    actual: "\(length) settings prevent that.",
    details: (map("\(.name): \(.reason)") | join("\n")),
    next_steps: "Enrol the clusters in a release channel\nTurn on automatic upgrade and repair of the node pools\nSet a maintenance window that suits the workloads",
    reproduce_hint: "gcloud container clusters list --project \($project)"
  }] end' <<<"$manual" > "$issues_file"
