#!/usr/bin/env bash
# Finds Cloud SQL instances whose storage cannot grow.
# Reads GCP_PROJECT_ID; writes storage_growth_issues.json and prints a report.
set -euo pipefail

issues_file="storage_growth_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without instances.
instances="$(gcloud sql instances list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

# A limit of 0, or none, means that storage grows without a limit. Sizes are strings in the API.
bounded="$(jq '[.[] | select(.settings.dataDiskSizeGb)
  | {name, gb: (.settings.dataDiskSizeGb | tonumber), grows: (.settings.storageAutoResize == true), limit: (.settings.storageAutoResizeLimit // "0" | tonumber)}
  | . + {reason: (if .grows | not then "automatic increase is off" elif .limit > 0 and .gb * 10 >= .limit * 9 then "\(.gb) GB of at most \(.limit) GB" else null end)}
  | select(.reason)]' <<<"$instances")"

jq -r --argjson total "$(jq length <<<"$instances")" '
  "\($total) instances read, \(length) cannot grow.",
  (.[] | "- \(.name): \(.reason)")' <<<"$bounded"

jq --arg project "$GCP_PROJECT_ID" '
  if length == 0 then [] else [{
    severity: 3,
    title: "Cloud SQL storage cannot grow in project `\($project)`",
    expected: "Storage grows by itself and has room to do so.",
    actual: "\(length) instances cannot grow: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.reason)") | join("\n")),
    next_steps: "Turn on the automatic increase of storage\nRaise its limit where it is nearly reached",
    reproduce_hint: "gcloud sql instances list --project \($project)"
  }] end' <<<"$bounded" > "$issues_file"
