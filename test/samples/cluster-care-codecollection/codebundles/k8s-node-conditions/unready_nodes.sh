#!/usr/bin/env bash
# Finds nodes whose Ready condition is not True.
# Reads CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes unready_nodes_issues.json and prints a report.
set -euo pipefail

issues_file="unready_nodes_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

nodes="$("$KUBERNETES_DISTRIBUTION_BINARY" get nodes --context "$CONTEXT" --output json)"

# A node without a Ready condition has never reported, which is no better than not ready.
readiness="$(jq '[.items[]
  | {name: .metadata.name}
    + (((.status.conditions // []) | map(select(.type == "Ready")) | first) // {status: "Unknown", reason: "NeverReported", message: "The node has no Ready condition."}
       | {status, reason, message})]' <<<"$nodes")"

jq -r '
  "\(length) nodes read, \(map(select(.status == "True")) | length) ready.",
  (.[] | select(.status != "True") | "- \(.name): Ready is \(.status), \(.reason)")' <<<"$readiness"

jq --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  def steps: "Describe the nodes and read their conditions and events\nCheck the machines behind them at the cloud provider\nDrain and replace a node that does not come back";
  . as $all
  | map(select(.status != "True"))
  | if ($all | length) == 0 then [{
    severity: 1,
    title: "Cluster `\($context)` lists no node",
    expected: "The cluster has nodes.",
    actual: "The list of nodes is empty.",
    details: "Nothing can run in a cluster without nodes.",
    next_steps: "Check the node pools at the cloud provider\nCheck that the context names the right cluster",
    reproduce_hint: "\($cli) get nodes --context \($context)"
  }] elif length == 0 then [] else [{
    severity: (if length * 2 >= ($all | length) then 1 else 2 end),
    title: "Nodes are not ready in cluster `\($context)`",
    expected: "Every node reports that it is ready.",
    actual: "\(length) of \($all | length) nodes are not ready: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.reason): \(.message)") | join("\n")),
    next_steps: steps,
    reproduce_hint: "\($cli) get nodes --context \($context)"
  }] end' <<<"$readiness" > "$issues_file"
