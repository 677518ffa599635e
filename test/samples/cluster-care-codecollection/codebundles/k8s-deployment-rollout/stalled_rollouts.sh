#!/usr/bin/env bash
# Finds Deployments that passed their progress deadline.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes stalled_rollouts_issues.json and prints a report.
set -euo pipefail

issues_file="stalled_rollouts_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

deployments="$("$KUBERNETES_DISTRIBUTION_BINARY" get deployments --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

stalled="$(jq '[.items[]
  | .metadata.name as $name
  | (.status.conditions // [])[]
  | select(.type == "Progressing" and .status == "False")
  | {name: $name, reason, message, since: .lastTransitionTime}]' <<<"$deployments")"

jq -r --argjson total "$(jq '.items | length' <<<"$deployments")" '
  "\($total) Deployments read, \(length) with a stalled rollout.",
  (.[] | "- \(.name): \(.reason) since \(.since)")' <<<"$stalled"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    title: "Deployment rollouts are stalled in namespace `\($namespace)`",
    expected: "Every rollout finishes within the progress deadline of its Deployment.",
    actual: "\(length) Deployments stopped making progress: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.reason): \(.message) (since \(.since))") | join("\n")),
    next_steps: "Describe the newest ReplicaSet of each Deployment and read its events\nCompare image, probes and resource requests with the revision before\nRoll back to that revision if the change is not urgent",
    reproduce_hint: "\($cli) get deployments --context \($context) --namespace \($namespace)"
  }] end' <<<"$stalled" > "$issues_file"
