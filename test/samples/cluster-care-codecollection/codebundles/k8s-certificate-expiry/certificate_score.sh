#!/usr/bin/env bash
# Prints whether all certificates are issued, and the days left of the first to expire (null without certificates), as one JSON object.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY.
set -euo pipefail

certificates="$("$KUBERNETES_DISTRIBUTION_BINARY" get certificates.cert-manager.io --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

jq '.items
  | {
      issued: (if all(.[]; any((.status.conditions // [])[]; .type == "Ready" and .status == "True")) then 1 else 0 end),
      days_left: (map(.status.notAfter | select(.) | (fromdateiso8601 - now) / 86400 | floor) | min)
    }' <<<"$certificates"
