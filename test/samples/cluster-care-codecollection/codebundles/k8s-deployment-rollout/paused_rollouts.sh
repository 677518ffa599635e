#!/usr/bin/env bash
# Finds Deployments that are paused.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes paused_rollouts_issues.json and prints a report.
set -euo pipefail

issues_file="paused_rollouts_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

deployments="$("$KUBERNETES_DISTRIBUTION_BINARY" get deployments --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

paused="$(jq '[.items[] | select(.spec.paused == true) | {name: .metadata.name, pending: (.metadata.generation > .status.observedGeneration)}]' <<<"$deployments")"

jq -r --argjson total "$(jq '.items | length' <<<"$deployments")" '
  "\($total) Deployments read, \(length) paused.",
  (.[] | "- \(.name)")' <<<"$paused"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 4,
    title: "Deployments are paused in namespace `\($namespace)`",
    expected: "Deployments roll out the changes made to them.",
    actual: "\(length) Deployments are paused: \(map(.name) | join(", ")).",
    details: (map("\(.name) is paused" + (if .pending then " and has a change that the controller has not seen" else "" end)) | join("\n")),
    next_steps: "Ask the owner whether the pause is still wanted\nResume the rollout when it is not",
    reproduce_hint: "\($cli) get deployments --context \($context) --namespace \($namespace) --output jsonpath=\u0027{.items[?(@.spec.paused==true)].metadata.name}\u0027"
  }] end' <<<"$paused" > "$issues_file"
