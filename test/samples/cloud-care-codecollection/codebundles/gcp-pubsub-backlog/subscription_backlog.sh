#!/usr/bin/env bash
# Compares waiting messages and their age in Pub/Sub subscriptions with the limits.
# Reads GCP_PROJECT_ID, LOOKBACK_MINUTES, MAX_UNDELIVERED and MAX_AGE_SECONDS; writes subscription_backlog_issues.json and prints a report.
set -euo pipefail

issues_file="subscription_backlog_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without subscriptions.
subscriptions="$(gcloud pubsub subscriptions list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

# Prints the time series of a Pub/Sub metric. The token travels on standard input, so no process list shows it.
token="$(gcloud auth print-access-token --quiet)"
start="$(date --utc --date "$LOOKBACK_MINUTES minutes ago" +%Y-%m-%dT%H:%M:%SZ)"
end="$(date --utc +%Y-%m-%dT%H:%M:%SZ)"
read_metric() {
  curl --silent --show-error --fail --max-time 20 --config - --get "https://monitoring.googleapis.com/v3/projects/$GCP_PROJECT_ID/timeSeries" \
    --data-urlencode "filter=metric.type=\"pubsub.googleapis.com/subscription/$1\"" \
    --data-urlencode "interval.startTime=$start" --data-urlencode "interval.endTime=$end" --data-urlencode "pageSize=10000" \
    <<<"header = \"Authorization: Bearer $token\""
}
undelivered="$(read_metric num_undelivered_messages)"
age="$(read_metric oldest_unacked_message_age)"

# Joins both metrics to the subscriptions: the newest value of each, null where the metric has none.
backlog="$(jq --null-input --slurpfile subscriptions <(echo "$subscriptions") --slurpfile undelivered <(echo "$undelivered") --slurpfile age <(echo "$age") '
  def newest: .[0]
    | if type != "object" or .nextPageToken then error("the metrics are incomplete") else . end
    | (.timeSeries // []) | map({key: .resource.labels.subscription_id, value: (.points | max_by(.interval.endTime).value.int64Value | tonumber)}) | from_entries;
  ($undelivered | newest) as $messages | ($age | newest) as $ages
  | [$subscriptions[0][] | (.name | sub(".*/"; "")) as $name | {name: $name, messages: $messages[$name], age: $ages[$name]}]')"

jq -r '
  "\(length) subscriptions read.",
  (.[] | "- \(.name): \(.messages // "no data on") messages wait, the oldest for \(.age // "unknown") seconds")' <<<"$backlog"

jq --argjson messages "$MAX_UNDELIVERED" --argjson age "$MAX_AGE_SECONDS" --arg project "$GCP_PROJECT_ID" '
  def finding($severity; $title; $expected; $steps): if length == 0 then [] else [{
    severity: $severity,
    title: "\($title) in project `\($project)`",
    expected: $expected,
    actual: "\(length) subscriptions: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.messages // "no data on") messages wait, the oldest for \(.age // "unknown") seconds") | join("\n")),
    next_steps: $steps,
    reproduce_hint: "Open the metrics of these subscriptions in the Google Cloud console, project \($project)."
  }] end;
  (map(select((.messages // 0) >= $messages or (.age // 0) >= $age))
    | finding(2; "Pub/Sub subscriptions have a backlog"; "Fewer than \($messages) messages wait, and none for \($age) seconds."; "Check whether the consumer runs and acknowledges\nCompare the publish rate with the consumer capacity\nAdd consumers, or look for messages that always fail"))
  + (map(select(.messages == null or .age == null))
    | finding(4; "Pub/Sub subscriptions have no metrics"; "Monitoring knows the backlog of every subscription."; "Check whether the subscription is new or detached\nWiden the look-back time"))' <<<"$backlog" > "$issues_file"
