#!/usr/bin/env bash
# Prints the dimensions of the backlog score as one JSON object.
# Reads GCP_PROJECT_ID, LOOKBACK_MINUTES, MAX_UNDELIVERED and MAX_AGE_SECONDS.
set -euo pipefail

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

# A subscription without metrics is not known to be healthy, so it takes its dimension to 0.
jq --argjson messages "$MAX_UNDELIVERED" --argjson age "$MAX_AGE_SECONDS" '
  def score: if . then 1 else 0 end;
  {
    backlog: (all(.[]; .messages != null and .messages < $messages) | score),
    age: (all(.[]; .age != null and .age < $age) | score)
  }' <<<"$backlog"
