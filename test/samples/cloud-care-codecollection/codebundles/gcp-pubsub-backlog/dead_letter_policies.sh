#!/usr/bin/env bash
# Finds Pub/Sub subscriptions without a dead letter topic.
# Reads GCP_PROJECT_ID; writes dead_letter_policies_issues.json and prints a report.
set -euo pipefail

issues_file="dead_letter_policies_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without subscriptions.
subscriptions="$(gcloud pubsub subscriptions list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

open_ended="$(jq '[.[] | select(.deadLetterPolicy.deadLetterTopic == null) | .name | sub(".*/"; "")]' <<<"$subscriptions")"

jq -r --argjson total "$(jq length <<<"$subscriptions")" '
  "\($total) subscriptions read, \(length) without a dead letter topic.",
  (.[] | "- \(.)")' <<<"$open_ended"

jq --arg project "$GCP_PROJECT_ID" '
  if length == 0 then [] else [{
    severity: 4,
    title: "Pub/Sub subscriptions have no dead letter topic in project `\($project)`",
    expected: "A message that keeps failing ends up in a dead letter topic.",
    actual: "\(length) subscriptions have none: \(join(", ")).",
    details: join("\n"),
    next_steps: "Decide with the owner how often a message may fail\nSet a dead letter topic and watch its backlog",
    reproduce_hint: "gcloud pubsub subscriptions list --project \($project)"
  }] end' <<<"$open_ended" > "$issues_file"
