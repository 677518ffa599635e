#!/usr/bin/env bash
# Compares AKS node pools with the version of their control plane.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, AKS_CLUSTER and MAX_MINOR_SKEW; writes nodepool_skew_issues.json and prints a report.
set -euo pipefail

issues_file="nodepool_skew_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list with a pool is no answer: every AKS cluster has a system pool.
pools="$(az aks nodepool list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --cluster-name "$AKS_CLUSTER" --output json | jq --slurp 'if map(type) == ["array"] and .[0] != [] then .[0] else error("the answer lists no node pool") end')"
cluster="$(az aks show --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$AKS_CLUSTER" --output json)"

versions="$(jq --argjson cluster "$cluster" '
  def minor: split(".")[1] | tonumber;
  map({name, version: .currentOrchestratorVersion, control_plane: $cluster.currentKubernetesVersion, behind: (($cluster.currentKubernetesVersion | minor) - (.currentOrchestratorVersion | minor))})' <<<"$pools")"

jq -r '
  "\(length) node pools compared.",
  (.[] | "- \(.name): \(.version), control plane \(.control_plane)")' <<<"$versions"

jq --argjson limit "$MAX_MINOR_SKEW" --arg cluster "$AKS_CLUSTER" --arg group "$AZURE_RESOURCE_GROUP" '
  map(select(.behind > $limit))
  | if length == 0 then [] else [{
    severity: 3,
    title: "Node pools are behind the control plane in AKS cluster `\($cluster)`",
    expected: "Node pools are at most \($limit) minor versions behind.",
    actual: "\(length) node pools are further behind: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.version), control plane \(.control_plane)") | join("\n")),
    next_steps: "Check the upgrade channel and the maintenance window of the cluster\nPlan the upgrade of the node pools",
    reproduce_hint: "az aks nodepool list --resource-group \($group) --cluster-name \($cluster)"
  }] end' <<<"$versions" > "$issues_file"
