#!/usr/bin/env bash
# Finds Pub/Sub subscriptions that are detached or have lost their topic.
# Reads GCP_PROJECT_ID; writes lost_subscriptions_issues.json and prints a report.
set -euo pipefail

issues_file="lost_subscriptions_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without subscriptions.
subscriptions="$(gcloud pubsub subscriptions list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

lost="$(jq '[.[]
  | {name: (.name | sub(".*/"; "")), reason: (if .topic == "_deleted-topic_" then "its topic was deleted" elif .detached == true then "it is detached from its topic" else null end)}
  | select(.reason != null)]' <<<"$subscriptions")"

jq -r --argjson total "$(jq length <<<"$subscriptions")" '
  "\($total) subscriptions read, \(length) receive nothing.",
  (.[] | "- \(.name): \(.reason)")' <<<"$lost"

jq --arg project "$GCP_PROJECT_ID" '
  if length == 0 then [] else [{
    severity: 3,
    title: "Pub/Sub subscriptions receive nothing in project `\($project)`",
    expected: "Every subscription is attached to a topic that exists.",
    actual: "\(length) subscriptions are not: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.reason)") | join("\n")),
    next_steps: "Ask the owner of the consumer whether it is still needed\nCreate the subscription again on the right topic",
    reproduce_hint: "gcloud pubsub subscriptions list --project \($project)"
  }] end' <<<"$lost" > "$issues_file"
