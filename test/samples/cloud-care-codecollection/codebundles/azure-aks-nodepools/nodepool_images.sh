#!/usr/bin/env bash
# Compares the node images of AKS node pools with the newest.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and AKS_CLUSTER; writes nodepool_images_issues.json and prints a report.
set -euo pipefail

issues_file="nodepool_images_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list with a pool is no answer: every AKS cluster has a system pool.
pools="$(az aks nodepool list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --cluster-name "$AKS_CLUSTER" --output json | jq --slurp 'if map(type) == ["array"] and .[0] != [] then .[0] else error("the answer lists no node pool") end')"

images="[]"
while IFS= read -r pool; do
  upgrades="$(az aks nodepool get-upgrades --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --cluster-name "$AKS_CLUSTER" --nodepool-name "$(jq --raw-output .name <<<"$pool")" --output json)"
  images="$(jq --argjson so_far "$images" --argjson pool "$pool" '
    if .latestNodeImageVersion then $so_far + [{name: $pool.name, image: $pool.nodeImageVersion, newest: .latestNodeImageVersion}] else error("no image for \($pool.name)") end' <<<"$upgrades")"
done < <(jq --compact-output '.[] | {name, nodeImageVersion}' <<<"$pools")

jq -r '
  "\(length) node pools compared.",
  (.[] | "- \(.name): \(.image), newest \(.newest)")' <<<"$images"

jq --arg cluster "$AKS_CLUSTER" --arg group "$AZURE_RESOURCE_GROUP" '
  map(select(.image != .newest))
  | if length == 0 then [] else [{
    severity: 4,
    title: "Node images are outdated in AKS cluster `\($cluster)`",
    expected: "Every node pool runs the newest node image.",
    actual: "\(length) node pools do not: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.image), newest \(.newest)") | join("\n")),
    next_steps: "Set a node image upgrade channel\nPlan the node image upgrade for the next maintenance window",
    reproduce_hint: "az aks nodepool get-upgrades --resource-group \($group) --cluster-name \($cluster) --nodepool-name POOL"
  }] end' <<<"$images" > "$issues_file"
