#!/usr/bin/env bash
# Finds Services behind Ingresses that have no ready endpoint.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes ready_endpoints_issues.json and prints a report.
set -euo pipefail

issues_file="ready_endpoints_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

ingresses="$("$KUBERNETES_DISTRIBUTION_BINARY" get ingresses --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"
slices="$("$KUBERNETES_DISTRIBUTION_BINARY" get endpointslices --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

# An endpoint without a ready condition counts as ready, as the API defines it.
idle="$(jq --null-input --slurpfile ingresses <(echo "$ingresses") --slurpfile slices <(echo "$slices") '
  def backends: .metadata.name as $ingress
    | (.spec.defaultBackend.service.name // empty | {ingress: $ingress, where: "default backend", service: .}),
      ((.spec.rules // [])[] | (.host // "*") as $host | (.http.paths // [])[]
        | select(.backend.service) | {ingress: $ingress, where: "\($host)\(.path // "/")", service: .backend.service.name});
  [$slices[0].items[] | select(any((.endpoints // [])[]; .conditions.ready != false)) | .metadata.labels["kubernetes.io/service-name"]] as $ready
  | [$ingresses[0].items[] | backends | select(.service as $s | $ready | index($s) | not)]
  | group_by(.service) | map({service: .[0].service, ingresses: (map(.ingress) | unique)})')"

jq -r --argjson total "$(jq '.items | length' <<<"$ingresses")" '
  "\($total) Ingresses read, \(length) Services without a ready endpoint.",
  (.[] | "- \(.service), used by \(.ingresses | join(", "))")' <<<"$idle"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    title: "Services behind Ingresses have no ready endpoint in namespace `\($namespace)`",
    expected: "Every Service behind an Ingress has at least one ready endpoint.",
    actual: "\(length) Services have none: \(map(.service) | join(", ")).",
    details: (map("\(.service), used by \(.ingresses | join(", "))") | join("\n")),
    next_steps: "Compare the selector of the Service with the labels of its workload\nCheck whether the workload is ready",
    reproduce_hint: "\($cli) get endpointslices --context \($context) --namespace \($namespace)"
  }] end' <<<"$idle" > "$issues_file"
