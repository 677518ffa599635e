#!/usr/bin/env bash
# Compares GKE node pools with the version of their control plane.
# Reads GCP_PROJECT_ID and MAX_MINOR_SKEW; writes node_pool_skew_issues.json and prints a report.
set -euo pipefail

issues_file="node_pool_skew_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without clusters.
clusters="$(gcloud container clusters list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

# Autopilot clusters list no node pools that anyone could upgrade.
pools="$(jq '
  def minor: capture("^(?<major>[0-9]+)\\.(?<minor>[0-9]+)") | .minor | tonumber;
  [.[] | . as $cluster | (.nodePools // [])[]
    | {name: "\($cluster.name)/\(.name)", version, control_plane: $cluster.currentMasterVersion, behind: (($cluster.currentMasterVersion | minor) - (.version | minor))}]' <<<"$clusters")"

jq -r '
  "\(length) node pools compared.",
  (.[] | "- \(.name): \(.version), control plane \(.control_plane)")' <<<"$pools"

jq --argjson limit "$MAX_MINOR_SKEW" --arg project "$GCP_PROJECT_ID" '
  map(select(.behind > $limit))
  | if length == 0 then [] else [{
    severity: (if any(.[]; .behind >= 3) then 2 else 3 end),
    title: "GKE node pools are behind their control plane in project `\($project)`",
    expected: "Node pools are at most \($limit) minor versions behind their control plane.",
    actual: "\(length) node pools are further behind: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.version), control plane \(.control_plane)") | join("\n")),
    next_steps: "Check why the node pool does not upgrade by itself\nCheck disruption budgets that block the drain of nodes\nPlan the upgrade of the node pool",
    reproduce_hint: "gcloud container clusters list --project \($project)"
  }] end' <<<"$pools" > "$issues_file"
