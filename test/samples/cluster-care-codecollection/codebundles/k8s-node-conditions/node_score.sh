#!/usr/bin/env bash
# Prints the dimensions of the node score as one JSON object.
# Reads CONTEXT and KUBERNETES_DISTRIBUTION_BINARY.
set -euo pipefail

nodes="$("$KUBERNETES_DISTRIBUTION_BINARY" get nodes --context "$CONTEXT" --output json)"

jq '
  def score: if . then 1 else 0 end;
  def reports($type): any(.status.conditions[]; .type == $type and .status == "True");
  .items
  | {
      ready: (length > 0 and all(.[]; reports("Ready")) | score),
      pressure: (length > 0 and all(.[]; (reports("MemoryPressure") or reports("DiskPressure") or reports("PIDPressure") or reports("NetworkUnavailable")) | not) | score)
    }' <<<"$nodes"
