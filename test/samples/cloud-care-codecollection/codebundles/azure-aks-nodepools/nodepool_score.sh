#!/usr/bin/env bash
# Prints the dimensions of the node pool score as one JSON object.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, AKS_CLUSTER and MAX_MINOR_SKEW.
set -euo pipefail

# Anything but a list with a pool is no answer: every AKS cluster has a system pool.
pools="$(az aks nodepool list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --cluster-name "$AKS_CLUSTER" --output json | jq --slurp 'if map(type) == ["array"] and .[0] != [] then .[0] else error("the answer lists no node pool") end')"
cluster="$(az aks show --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$AKS_CLUSTER" --output json)"

jq --argjson cluster "$cluster" --argjson limit "$MAX_MINOR_SKEW" '
  def score: if . then 1 else 0 end;
  def minor: split(".")[1] | tonumber;
  {
    state: (all(.[]; (.provisioningState | IN("Failed", "Canceled") | not) and .powerState.code == "Running") | score),
    skew: (all(.[]; ($cluster.currentKubernetesVersion | minor) - (.currentOrchestratorVersion | minor) <= $limit) | score)
  }' <<<"$pools"
