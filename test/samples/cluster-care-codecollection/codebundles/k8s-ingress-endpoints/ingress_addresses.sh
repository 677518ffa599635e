#!/usr/bin/env bash
# Finds Ingresses without an address.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes ingress_addresses_issues.json and prints a report.
set -euo pipefail

issues_file="ingress_addresses_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

ingresses="$("$KUBERNETES_DISTRIBUTION_BINARY" get ingresses --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

waiting="$(jq '[.items[] | select((.status.loadBalancer.ingress // []) == []) | {name: .metadata.name, class: (.spec.ingressClassName // "none")}]' <<<"$ingresses")"

jq -r --argjson total "$(jq '.items | length' <<<"$ingresses")" '
  "\($total) Ingresses read, \(length) without an address.",
  (.[] | "- \(.name), class \(.class)")' <<<"$waiting"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 3,
    title: "Ingresses have no address in namespace `\($namespace)`",
    expected: "A controller gives every Ingress an address.",
    actual: "\(length) Ingresses have none: \(map(.name) | join(", ")).",
    details: (map("\(.name), class \(.class)") | join("\n")),
    next_steps: "Check that the class of the Ingress exists\nRead the log of the controller of that class",
    reproduce_hint: "\($cli) get ingresses --context \($context) --namespace \($namespace)"
  }] end' <<<"$waiting" > "$issues_file"
