#!/usr/bin/env bash
# Compares the status code of an address with the accepted ones.
# Reads URL and EXPECTED_STATUS_CODES; writes http_status_issues.json and prints a report.
set -euo pipefail

issues_file="http_status_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# curl prints 000 as the code of a request that got no answer and fails; that is a finding about the address, not about this check.
status="$(curl --silent --show-error --output /dev/null --max-time 30 --write-out '%{http_code}' "$URL" 2> http_status_error.txt)" || status="000"
if [[ ! "$status" =~ ^[0-9]{3}$ ]]; then
  echo "curl printed no status code: '$status'" >&2
  exit 1
fi
error="$(tr '\n' ' ' < http_status_error.txt)"

echo "$URL answered with status $status. Accepted: $EXPECTED_STATUS_CODES. $error"

jq --null-input --arg url "$URL" --arg status "$status" --arg accepted "$EXPECTED_STATUS_CODES" --arg error "$error" '
  if ($accepted | split(",") | index($status)) then [] else [{
    severity: (if $status == "000" or ($status | startswith("5")) then 1 else 2 end),
    title: (if $status == "000" then "HTTP endpoint `\($url)` does not answer" else "HTTP endpoint `\($url)` answers with an unexpected status" end),
    expected: "The endpoint answers with one of the status codes \($accepted).",
    actual: (if $status == "000" then "No HTTP answer arrived." else "The status code is \($status)." end),
    details: "Status code: \($status)\n\($error)",
    next_steps: "Check name resolution and routing to the address\nCheck the workload behind it and its logs",
    reproduce_hint: "curl --include \($url)"
  }] end' > "$issues_file"
