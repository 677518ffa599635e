#!/usr/bin/env bash
# Finds nodes that report pressure or a missing network.
# Reads CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes node_pressure_issues.json and prints a report.
set -euo pipefail

issues_file="node_pressure_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

nodes="$("$KUBERNETES_DISTRIBUTION_BINARY" get nodes --context "$CONTEXT" --output json)"

pressed="$(jq '[.items[]
  | .metadata.name as $name
  | .status.conditions[]
  | select((.type | IN("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")) and .status == "True")
  | {name: $name, type, reason, message}]' <<<"$nodes")"

jq -r --argjson total "$(jq '.items | length' <<<"$nodes")" '
  "\($total) nodes read, \(map(.name) | unique | length) under pressure.",
  (.[] | "- \(.name): \(.type)")' <<<"$pressed"

jq --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    title: "Nodes are under pressure in cluster `\($context)`",
    expected: "No node reports pressure on memory, disk or process ids, and every node has a network.",
    actual: "\(map(.name) | unique | length) nodes report \(map(.type) | unique | join(", ")).",
    details: (map("\(.name): \(.type): \(.reason): \(.message)") | join("\n")),
    next_steps: "Find the workloads with the highest use on these nodes\nSet or lower their limits, or move them to larger nodes\nFree image and log space where the disk is the cause",
    reproduce_hint: "\($cli) describe nodes --context \($context)"
  }] end' <<<"$pressed" > "$issues_file"
