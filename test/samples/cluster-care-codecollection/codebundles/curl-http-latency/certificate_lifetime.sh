#!/usr/bin/env bash
# Reads how long the certificate of an address stays valid.
# Reads URL and MIN_CERTIFICATE_DAYS; writes certificate_lifetime_issues.json and prints a report.
set -euo pipefail

issues_file="certificate_lifetime_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

if [[ "$URL" != https://* ]]; then
  echo "$URL is plain HTTP and has no certificate."
  echo '[]' > "$issues_file"
  exit 0
fi

# The handshake log names the end date even when verification is off, so an expired certificate can be read too.
log="$(curl --silent --verbose --insecure --output /dev/null --max-time 30 "$URL" 2>&1)"
end="$(sed -n 's/^\* *expire date: //p' <<<"$log" | head -n 1)"
if [[ -z "$end" ]]; then
  echo "The handshake with $URL named no end date." >&2
  exit 1
fi

days=$((($(date --date "$end" +%s) - $(date +%s)) / 86400))
echo "The certificate of $URL is valid until $end, $days days from now."

jq --null-input --arg url "$URL" --arg until "$end" --argjson days "$days" --argjson minimum "$MIN_CERTIFICATE_DAYS" '
  if $days >= $minimum then [] else [{
    severity: (if $days < 0 then 1 elif $days < 7 then 2 else 3 end),
    title: "Certificate of `\($url)` expires soon or has expired",
    expected: "The certificate stays valid for at least \($minimum) days.",
    actual: "\($days) days are left.",
    details: "The certificate is valid until \($until).",
    next_steps: "Check why the certificate was not renewed\nRenew it and check that the endpoint presents the new one",
    reproduce_hint: "curl --verbose --insecure --output /dev/null \($url)"
  }] end' > "$issues_file"
