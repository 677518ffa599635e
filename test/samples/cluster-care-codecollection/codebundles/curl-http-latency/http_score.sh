#!/usr/bin/env bash
# Prints the dimensions of the HTTP score as one JSON object.
# Reads URL, EXPECTED_STATUS_CODES and MAX_LATENCY_MS.
set -euo pipefail

answers=()
for _ in 1 2; do
  answers+=("$(curl --silent --show-error --output /dev/null --max-time 10 --write-out '{"status":"%{http_code}","seconds":%{time_total}}' "$URL")")
done

printf '%s\n' "${answers[@]}" | jq --slurp --arg accepted "$EXPECTED_STATUS_CODES" --argjson limit "$MAX_LATENCY_MS" '
  def score: if . then 1 else 0 end;
  ($accepted | split(",")) as $codes
  | if length == 0 then error("no answer") else . end
  | {
      status: (all(.[]; .status as $s | $codes | index($s) != null) | score),
      latency: (all(.[]; .seconds * 1000 <= $limit) | score)
    }'
