#!/usr/bin/env bash
# Measures the time of several requests and judges the slowest.
# Reads URL, SAMPLES and MAX_LATENCY_MS; writes http_latency_issues.json and prints a report.
set -euo pipefail

issues_file="http_latency_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

times=()
for ((sample = 1; sample <= SAMPLES; sample++)); do
  times+=("$(curl --silent --show-error --output /dev/null --max-time 30 --write-out '%{time_total}' "$URL")")
done

# Seconds with a fraction become whole milliseconds; a sample that is missing or no number fails here.
latencies="$(printf '%s\n' "${times[@]}" | jq --slurp --argjson samples "$SAMPLES" '
  map(. * 1000 | round) | if length == $samples and $samples > 0 then . else error("\(length) of \($samples) samples have a time") end')"

jq -r --arg url "$URL" '
  "\($url): slowest \(max) ms, fastest \(min) ms of \(length) requests.",
  "All samples in ms: \(map(tostring) | join(", "))"' <<<"$latencies"

jq --arg url "$URL" --argjson limit "$MAX_LATENCY_MS" '
  if max <= $limit then [] else [{
    severity: 3,
    title: "HTTP endpoint `\($url)` answers slowly",
    expected: "Every request takes at most \($limit) ms.",
    actual: "The slowest of \(length) requests took \(max) ms.",
    details: "Samples in ms: \(map(tostring) | join(", "))",
    next_steps: "Compare with the latency that the workload itself reports\nCheck the load of the workload and of what it depends on",
    reproduce_hint: "curl --silent --output /dev/null --write-out \u0027%{time_total}\u0027 \($url)"
  }] end' <<<"$latencies" > "$issues_file"
