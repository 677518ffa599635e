#!/usr/bin/env bash
# Finds combinations of host and path that several Ingresses claim.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes duplicate_paths_issues.json and prints a report.
set -euo pipefail

issues_file="duplicate_paths_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

ingresses="$("$KUBERNETES_DISTRIBUTION_BINARY" get ingresses --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

twice="$(jq '[.items[] | .metadata.name as $ingress | (.spec.ingressClassName // "none") as $class | (.spec.rules // [])[] | (.host // "*") as $host
    | (.http.paths // [])[] | {ingress: $ingress, class: $class, where: "\($host)\(.path // "/")"}]
  | group_by([.class, .where]) | map({where: .[0].where, ingresses: (map(.ingress) | unique)} | select(.ingresses | length > 1))' <<<"$ingresses")"

jq -r --argjson total "$(jq '.items | length' <<<"$ingresses")" '
  "\($total) Ingresses read, \(length) paths claimed more than once.",
  (.[] | "- \(.where): \(.ingresses | join(", "))")' <<<"$twice"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 4,
    title: "Ingress paths are claimed more than once in namespace `\($namespace)`",
    expected: "One Ingress claims a host and path.",
    actual: "\(length) paths are claimed by several: \(map(.where) | join(", ")).",
    details: (map("\(.where): \(.ingresses | join(", "))") | join("\n")),
    next_steps: "Ask the owners which Ingress is meant to serve the path\nRemove the path from the other",
    reproduce_hint: "\($cli) get ingresses --context \($context) --namespace \($namespace)"
  }] end' <<<"$twice" > "$issues_file"
