#!/usr/bin/env bash
# Finds Ingress paths that name a Service which does not exist.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes missing_services_issues.json and prints a report.
set -euo pipefail

issues_file="missing_services_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

ingresses="$("$KUBERNETES_DISTRIBUTION_BINARY" get ingresses --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"
services="$("$KUBERNETES_DISTRIBUTION_BINARY" get services --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

missing="$(jq --null-input --slurpfile ingresses <(echo "$ingresses") --slurpfile services <(echo "$services") '
  def backends: .metadata.name as $ingress
    | (.spec.defaultBackend.service.name // empty | {ingress: $ingress, where: "default backend", service: .}),
      ((.spec.rules // [])[] | (.host // "*") as $host | (.http.paths // [])[]
        | select(.backend.service) | {ingress: $ingress, where: "\($host)\(.path // "/")", service: .backend.service.name});
  [$services[0].items[].metadata.name] as $known
  | [$ingresses[0].items[] | backends | select(.service as $s | $known | index($s) | not)]')"

jq -r --argjson total "$(jq '.items | length' <<<"$ingresses")" '
  "\($total) Ingresses read, \(length) paths without a Service.",
  (.[] | "- \(.ingress): \(.where) names \(.service)")' <<<"$missing"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    title: "Ingress paths name missing Services in namespace `\($namespace)`",
    expected: "Every Ingress path names a Service that exists.",
    actual: "\(length) paths do not; missing: \(map(.service) | unique | join(", ")).",
    details: (map("\(.ingress): \(.where) names \(.service)") | join("\n")),
    next_steps: "Check whether the Service was renamed or removed\nCorrect the Ingress or bring the Service back",
    reproduce_hint: "\($cli) get ingresses,services --context \($context) --namespace \($namespace)"
  }] end' <<<"$missing" > "$issues_file"
