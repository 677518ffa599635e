#!/usr/bin/env bash
# Compares the average response time of each running web app with the limit.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, LOOKBACK_HOURS and MAX_RESPONSE_MS; writes response_times_issues.json and prints a report.
set -euo pipefail

issues_file="response_times_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not an empty resource group.
apps="$(az webapp list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

times="[]"
while IFS= read -r id; do
  metrics="$(az monitor metrics list --resource "$id" --metrics HttpResponseTime --aggregation Average --interval PT5M --offset "${LOOKBACK_HOURS}h" --output json)"
  # Azure reports seconds, and nothing for an interval without a request.
  times="$(jq --argjson so_far "$times" --arg name "${id##*/}" '
    [.value[].timeseries[].data[].average | select(. != null)]
    | $so_far + [{name: $name, ms: (if length == 0 then null else add / length * 1000 | floor end)}]' <<<"$metrics")"
done < <(jq --raw-output '.[] | select(.state == "Running") | .id' <<<"$apps")

jq -r --arg hours "$LOOKBACK_HOURS" '
  "\(length) running web apps measured over \($hours) hours.",
  (.[] | "- \(.name): " + (if .ms == null then "no request" else "\(.ms) ms on average" end))' <<<"$times"

jq --argjson limit "$MAX_RESPONSE_MS" --arg hours "$LOOKBACK_HOURS" --arg group "$AZURE_RESOURCE_GROUP" '
  map(select(.ms != null and .ms > $limit))
  | if length == 0 then [] else [{
    severity: 3,
    title: "Web apps answer slowly in resource group `\($group)`",
    expected: "The average response time is at most \($limit) ms.",
    actual: "\(length) web apps are slower: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.ms) ms on average in \($hours) hours") | join("\n")),
    next_steps: "Check CPU and memory of the App Service plan\nCheck the response time of the services the app depends on\nConsider more instances of the plan",
    reproduce_hint: "Open the metric HttpResponseTime of these apps in the Azure portal."
  }] end' <<<"$times" > "$issues_file"
