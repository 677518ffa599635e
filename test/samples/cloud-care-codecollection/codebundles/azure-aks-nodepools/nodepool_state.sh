#!/usr/bin/env bash
# Finds AKS node pools that do not run or were not provisioned.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and AKS_CLUSTER; writes nodepool_state_issues.json and prints a report.
set -euo pipefail

issues_file="nodepool_state_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list with a pool is no answer: every AKS cluster has a system pool.
pools="$(az aks nodepool list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --cluster-name "$AKS_CLUSTER" --output json | jq --slurp 'if map(type) == ["array"] and .[0] != [] then .[0] else error("the answer lists no node pool") end')"

failed="$(jq '[.[] | {name, mode, state: .provisioningState, power: .powerState.code} | select(.state == "Failed" or .state == "Canceled" or .power != "Running")]' <<<"$pools")"

jq -r --argjson total "$(jq length <<<"$pools")" '
  "\($total) node pools read, \(length) failed or stopped.",
  (.[] | "- \(.name) (\(.mode)): provisioning \(.state), power \(.power)")' <<<"$failed"

jq --arg cluster "$AKS_CLUSTER" --arg group "$AZURE_RESOURCE_GROUP" '
  if length == 0 then [] else [{
    severity: (if any(.[]; .mode == "System") then 1 else 2 end),
    title: "Node pools have failed or are stopped in AKS cluster `\($cluster)`",
    expected: "Every node pool runs and its provisioning succeeded.",
    actual: "\(length) node pools do not: \(map(.name) | join(", ")).",
    details: (map("\(.name) (\(.mode)): provisioning \(.state), power \(.power)") | join("\n")),
    next_steps: "Read the activity log of the cluster for the failed operation\nCheck quota and subnet space\nRepeat the operation when the cause is gone",
    reproduce_hint: "az aks nodepool list --resource-group \($group) --cluster-name \($cluster)"
  }] end' <<<"$failed" > "$issues_file"
