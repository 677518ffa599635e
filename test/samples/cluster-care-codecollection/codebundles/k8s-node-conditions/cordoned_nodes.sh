#!/usr/bin/env bash
# Finds nodes on which nothing new is scheduled.
# Reads CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes cordoned_nodes_issues.json and prints a report.
set -euo pipefail

issues_file="cordoned_nodes_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

nodes="$("$KUBERNETES_DISTRIBUTION_BINARY" get nodes --context "$CONTEXT" --output json)"

cordoned="$(jq '[.items[] | select(.spec.unschedulable == true) | .metadata.name]' <<<"$nodes")"

jq -r --argjson total "$(jq '.items | length' <<<"$nodes")" '
  "\($total) nodes read, \(length) cordoned.",
  (.[] | "- \(.)")' <<<"$cordoned"

jq --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 3,
    title: "Nodes are cordoned in cluster `\($context)`",
    expected: "Nodes accept work unless somebody is maintaining them.",
    actual: "\(length) nodes are cordoned: \(join(", ")).",
    details: join("\n"),
    next_steps: "Ask who maintains the nodes and until when\nUncordon them when the maintenance is over",
    reproduce_hint: "\($cli) get nodes --context \($context) --field-selector spec.unschedulable=true"
  }] end' <<<"$cordoned" > "$issues_file"
