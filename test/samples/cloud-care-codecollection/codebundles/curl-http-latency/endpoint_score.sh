#!/usr/bin/env bash
# Prints the dimensions of the endpoint score as one JSON object.
# Reads URL, SAMPLES and MAX_P95_MS.
set -euo pipefail

answers=()
for ((sample = 1; sample <= SAMPLES && sample <= 10; sample++)); do
  answers+=("$(curl --silent --show-error --output /dev/null --max-time 2 --write-out '{"status":"%{http_code}","seconds":%{time_total}}' "$URL")")
done

printf '%s\n' "${answers[@]}" | jq --slurp --argjson limit "$MAX_P95_MS" '
  def score: if . then 1 else 0 end;
  if length == 0 then error("no answer") else . end
  | {
      status: (all(.[]; .status | test("^[1-4]")) | score),
      latency: ((map(.seconds * 1000) | sort | .[(length * 0.95 | ceil) - 1]) <= $limit | score)
    }'
