#!/usr/bin/env bash
# Prints the dimensions of the ingress score as one JSON object.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY.
set -euo pipefail

ingresses="$("$KUBERNETES_DISTRIBUTION_BINARY" get ingresses --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"
slices="$("$KUBERNETES_DISTRIBUTION_BINARY" get endpointslices --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

jq --null-input --slurpfile ingresses <(echo "$ingresses") --slurpfile slices <(echo "$slices") '
  def score: if . then 1 else 0 end;
  def backends: .metadata.name as $ingress
    | (.spec.defaultBackend.service.name // empty | {ingress: $ingress, where: "default backend", service: .}),
      ((.spec.rules // [])[] | (.host // "*") as $host | (.http.paths // [])[]
        | select(.backend.service) | {ingress: $ingress, where: "\($host)\(.path // "/")", service: .backend.service.name});
  [$slices[0].items[] | select(any((.endpoints // [])[]; .conditions.ready != false)) | .metadata.labels["kubernetes.io/service-name"]] as $ready
  | $ingresses[0].items
  | {
      address: (all(.[]; (.status.loadBalancer.ingress // []) != []) | score),
      endpoints: (all(.[] | backends; .service as $s | $ready | index($s) != null) | score)
    }'
