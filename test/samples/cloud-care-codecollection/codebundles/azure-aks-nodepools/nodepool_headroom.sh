#!/usr/bin/env bash
# Finds AKS node pools whose autoscaler has reached its maximum.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and AKS_CLUSTER; writes nodepool_headroom_issues.json and prints a report.
set -euo pipefail

issues_file="nodepool_headroom_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list with a pool is no answer: every AKS cluster has a system pool.
pools="$(az aks nodepool list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --cluster-name "$AKS_CLUSTER" --output json | jq --slurp 'if map(type) == ["array"] and .[0] != [] then .[0] else error("the answer lists no node pool") end')"

full="$(jq '[.[] | select(.enableAutoScaling == true and .count >= .maxCount) | {name, count, most: .maxCount}]' <<<"$pools")"

jq -r --argjson total "$(jq length <<<"$pools")" '
  "\($total) node pools read, \(length) at their maximum.",
  (.[] | "- \(.name): \(.count) of \(.most) nodes")' <<<"$full"

jq --arg cluster "$AKS_CLUSTER" --arg group "$AZURE_RESOURCE_GROUP" '
  if length == 0 then [] else [{
    severity: 3,
    title: "Node pools cannot grow in AKS cluster `\($cluster)`",
    expected: "Autoscaled node pools are below their maximum.",
    actual: "\(length) node pools have reached it: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.count) of \(.most) nodes") | join("\n")),
    next_steps: "Find out whether the load is expected\nRaise the maximum of the pool, after checking quota and subnet space",
    reproduce_hint: "az aks nodepool list --resource-group \($group) --cluster-name \($cluster)"
  }] end' <<<"$full" > "$issues_file"
