#!/usr/bin/env bash
# Compares available with wanted replicas of each Deployment.
# Reads NAMESPACE, CONTEXT, KUBERNETES_DISTRIBUTION_BINARY and MIN_AVAILABLE_PERCENT; writes available_replicas_issues.json and prints a report.
set -euo pipefail

issues_file="available_replicas_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

deployments="$("$KUBERNETES_DISTRIBUTION_BINARY" get deployments --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

# The API leaves availableReplicas out when it is 0.
replicas="$(jq '[.items[]
  | select(.spec.replicas > 0)
  | {name: .metadata.name, wanted: .spec.replicas, available: (.status.availableReplicas // 0)}
  | . + {percent: (.available * 100 / .wanted | floor)}]' <<<"$deployments")"

jq -r '
  "\(length) Deployments want replicas.",
  (.[] | "- \(.name): \(.available) of \(.wanted) available (\(.percent) %)")' <<<"$replicas"

jq --argjson minimum "$MIN_AVAILABLE_PERCENT" --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  map(select(.percent < $minimum))
  | if length == 0 then [] else [{
    severity: (if any(.[]; .available == 0) then 1 else 2 end),
    title: "Deployments are short of available replicas in namespace `\($namespace)`",
    expected: "At least \($minimum) % of the wanted replicas of every Deployment are available.",
    actual: "\(length) Deployments are below that: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.available) of \(.wanted) available") | join("\n")),
    next_steps: "Describe the Deployments and read the conditions and events\nCheck whether the nodes have room for the missing replicas\nCheck readiness probes and the services they depend on",
    reproduce_hint: "\($cli) get deployments --context \($context) --namespace \($namespace)"
  }] end' <<<"$replicas" > "$issues_file"
