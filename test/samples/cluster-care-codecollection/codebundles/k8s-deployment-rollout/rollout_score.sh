#!/usr/bin/env bash
# Prints the dimensions of the rollout score as one JSON object.
# Reads NAMESPACE, CONTEXT, KUBERNETES_DISTRIBUTION_BINARY and MIN_AVAILABLE_PERCENT.
set -euo pipefail

deployments="$("$KUBERNETES_DISTRIBUTION_BINARY" get deployments --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

jq --argjson minimum "$MIN_AVAILABLE_PERCENT" '
  def score: if . then 1 else 0 end;
  .items
  | {
      availability: (all(.[] | select(.spec.replicas > 0); (.status.availableReplicas // 0) * 100 / .spec.replicas >= $minimum) | score),
      progress: (all(.[] | (.status.conditions // [])[] | select(.type == "Progressing"); .status != "False") | score)
    }' <<<"$deployments"
