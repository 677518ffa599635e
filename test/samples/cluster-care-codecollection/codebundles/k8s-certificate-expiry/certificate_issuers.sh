#!/usr/bin/env bash
# Finds issuers in use that are not ready.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes certificate_issuers_issues.json and prints a report.
set -euo pipefail

issues_file="certificate_issuers_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

certificates="$("$KUBERNETES_DISTRIBUTION_BINARY" get certificates.cert-manager.io --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"
own="$("$KUBERNETES_DISTRIBUTION_BINARY" get issuers.cert-manager.io --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"
shared="$("$KUBERNETES_DISTRIBUTION_BINARY" get clusterissuers.cert-manager.io --context "$CONTEXT" --output json)"

unready="$(jq --null-input --slurpfile certificates <(echo "$certificates") --slurpfile own <(echo "$own") --slurpfile shared <(echo "$shared") '
  def state($kind): .items[] | {key: "\($kind)/\(.metadata.name)", value: ((.status.conditions // []) | map(select(.type == "Ready")) | first // {status: "Unknown", message: "It has no Ready condition."})};
  ([$own[0] | state("Issuer")] + [$shared[0] | state("ClusterIssuer")] | from_entries) as $issuers
  | [$certificates[0].items[].spec.issuerRef | "\(.kind // "Issuer")/\(.name)"] | unique
  | map({issuer: .} + ($issuers[.] // {status: "Missing", message: "It does not exist."} | {status, message}))
  | map(select(.status != "True"))')"

jq -r '
  "\(length) issuers in use are not ready.",
  (.[] | "- \(.issuer): \(.message)")' <<<"$unready"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    days_left: null,
    title: "Certificate issuers are not ready for namespace `\($namespace)`",
    expected: "Every issuer that a certificate uses exists and is ready.",
    actual: "\(length) issuers are not: \(map(.issuer) | join(", ")).",
    details: (map("\(.issuer): \(.message)") | join("\n")),
    next_steps: "Describe the issuer and read its conditions\nCheck the account and the credentials that it uses",
    reproduce_hint: "\($cli) get issuers.cert-manager.io,clusterissuers.cert-manager.io --context \($context) --namespace \($namespace)"
  }] end' <<<"$unready" > "$issues_file"
