#!/usr/bin/env bash
# Finds certificates that have expired or expire soon.
# Reads NAMESPACE, CONTEXT, KUBERNETES_DISTRIBUTION_BINARY and MIN_DAYS_LEFT; writes certificate_expiry_issues.json and prints a report.
set -euo pipefail

issues_file="certificate_expiry_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

certificates="$("$KUBERNETES_DISTRIBUTION_BINARY" get certificates.cert-manager.io --context "$CONTEXT" --namespace "$NAMESPACE" --output json)"

# A certificate that was never issued has no end date; another task reports it.
lifetimes="$(jq '[.items[] | select(.status.notAfter) | {name: .metadata.name, until: .status.notAfter, days: (((.status.notAfter | fromdateiso8601) - now) / 86400 | floor)}] | sort_by(.days)' <<<"$certificates")"

jq -r '
  "\(length) certificates have an end date.",
  (.[] | "- \(.name): \(.days) days left, until \(.until)")' <<<"$lifetimes"

# The severity follows from days_left, the days of the first certificate to expire.
jq --argjson minimum "$MIN_DAYS_LEFT" --arg namespace "$NAMESPACE" --arg context "$CONTEXT" --arg cli "$KUBERNETES_DISTRIBUTION_BINARY" '
  map(select(.days < $minimum))
  | if length == 0 then [] else [{
    severity: 3,
    days_left: .[0].days,
    title: "Certificates have expired or expire soon in namespace `\($namespace)`",
    expected: "Every certificate stays valid for at least \($minimum) days.",
    actual: "\(length) certificates do not: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.days) days left, until \(.until)") | join("\n")),
    next_steps: "Read the newest CertificateRequest and Order of each certificate\nCheck the issuer and the challenge it uses",
    reproduce_hint: "\($cli) get certificates.cert-manager.io --context \($context) --namespace \($namespace)"
  }] end' <<<"$lifetimes" > "$issues_file"
