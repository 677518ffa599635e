#!/usr/bin/env bash
# Finds certificates whose Ready condition is not True.
# Reads NAMESPACE, CONTEXT and KUBERNETES_DISTRIBUTION_BINARY; writes unissued_certificates_issues.json and prints a report.
set -euo pipefail

issues_file="unissued_certificates_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

certificates="$("$KUBERNETES_DISTRIBUTION_BINARY" get certificates.cert-manager.io --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

unissued="$(jq '[.items[]
  | {name: .metadata.name} + (((.status.conditions // []) | map(select(.type == "Ready")) | first) // {status: "Unknown", reason: "NotReported", message: "cert-manager has not looked at it."} | {status, reason, message})
  | select(.status != "True")]' <<<"$certificates")"

jq -r --argjson total "$(jq '.items | length' <<<"$certificates")" '
  "\($total) certificates read, \(length) not issued.",
  (.[] | "- \(.name): \(.reason)")' <<<"$unissued"

jq --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  if length == 0 then [] else [{
    severity: 2,
    days_left: null,
    title: "Certificates are not issued in namespace `\($namespace)`",
    expected: "Every certificate is ready.",
    actual: "\(length) certificates are not: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.reason): \(.message)") | join("\n")),
    next_steps: "Read the newest CertificateRequest and Order of each certificate\nCheck the issuer and the challenge it uses",
    reproduce_hint: "\($cli) get certificates.cert-manager.io --context \($context) --namespace \($namespace)"
  }] end' <<<"$unissued" > "$issues_file"
