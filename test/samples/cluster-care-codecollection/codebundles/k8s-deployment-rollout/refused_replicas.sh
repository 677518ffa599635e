#!/usr/bin/env bash
# Groups the warnings about replicas that quota or admission refused to create.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes refused_replicas_issues.json and prints a report.
set -euo pipefail

issues_file="refused_replicas_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

events="$("$KUBERNETES_DISTRIBUTION_BINARY" get events --context "$CONTEXT" --namespace "$NAMESPACE" --field-selector type=Warning,reason=FailedCreate --output json)"

refused="$(jq '[.items[] | select(.involvedObject.kind == "ReplicaSet")]
  | group_by(.involvedObject.name)
  | map({name: .[0].involvedObject.name, times: (map(.count // 1) | add), message: .[-1].message})' <<<"$events")"

jq -r '
  "\(length) ReplicaSets could not create replicas.",
  (.[] | "- \(.name): \(.times) times")' <<<"$refused"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    title: "Replicas are refused in namespace `\($namespace)`",
    expected: "The cluster accepts the replicas that Deployments ask for.",
    actual: "\(length) ReplicaSets were refused replicas: \(map(.name) | join(", ")).",
    details: (map("\(.name) (\(.times) times): \(.message)") | join("\n")),
    next_steps: "Compare the resource quota of the namespace with its use\nRead the message for the admission rule that refused\nLower the requests of the workload or ask for more quota",
    reproduce_hint: "\($cli) get events --context \($context) --namespace \($namespace) --field-selector type=Warning,reason=FailedCreate"
  }] end' <<<"$refused" > "$issues_file"
