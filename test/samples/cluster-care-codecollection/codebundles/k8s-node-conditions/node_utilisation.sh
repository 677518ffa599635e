#!/usr/bin/env bash
# Compares CPU and memory use of the nodes with the thresholds.
# Reads CONTEXT, KUBERNETES_DISTRIBUTION_BINARY, MAX_CPU_PERCENT and MAX_MEMORY_PERCENT; writes node_utilisation_issues.json and prints a report.
set -euo pipefail

issues_file="node_utilisation_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

usage="$("$KUBERNETES_DISTRIBUTION_BINARY" top nodes --context "$CONTEXT" --no-headers)"

# Columns: name, CPU cores, CPU %, memory bytes, memory %. A node without metrics shows <unknown>.
nodes="$(jq --raw-input --slurp '
  def percent: if test("^[0-9]+%$") then rtrimstr("%") | tonumber else null end;
  split("\n") | map(select(length > 0) | [splits(" +")] | {name: .[0], cpu: (.[2] | percent), memory: (.[4] | percent)})
  | if length == 0 then error("the metrics API lists no node") else . end' <<<"$usage")"

jq -r '
  "\(length) nodes measured.",
  (.[] | "- \(.name): CPU \(.cpu // "unknown") %, memory \(.memory // "unknown") %")' <<<"$nodes"

jq --argjson cpu "$MAX_CPU_PERCENT" --argjson memory "$MAX_MEMORY_PERCENT" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  def finding($severity; $title; $expected; $steps): if length == 0 then [] else [{
    severity: $severity,
    title: "\($title) in cluster `\($context)`",
    expected: $expected,
    actual: "\(length) nodes: \(map(.name) | join(", ")).",
    details: (map("\(.name): CPU \(.cpu // "unknown") %, memory \(.memory // "unknown") %") | join("\n")),
    next_steps: $steps,
    reproduce_hint: "\($cli) top nodes --context \($context)"
  }] end;
  (map(select(.cpu == null or .memory == null))
    | finding(3; "Nodes have no metrics"; "The metrics API knows every node."; "Check the metrics server\nCheck the kubelet of the nodes"))
  + (map(select(.cpu != null and .memory != null and (.cpu >= $cpu or .memory >= $memory)))
    | finding(3; "Nodes are busy"; "Nodes use less than \($cpu) % of their CPU and less than \($memory) % of their memory."; "Find the workloads with the highest use on these nodes\nAdd nodes or spread the workloads"))' <<<"$nodes" > "$issues_file"
