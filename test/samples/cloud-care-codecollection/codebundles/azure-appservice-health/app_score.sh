#!/usr/bin/env bash
# Prints the dimensions of the App Service score as one JSON object.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, LOOKBACK_HOURS and MAX_SERVER_ERROR_PERCENT.
set -euo pipefail

# Anything but an array is no answer, not an empty resource group.
apps="$(az webapp list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

totals="[]"
while IFS= read -r id; do
  metrics="$(az monitor metrics list --resource "$id" --metrics Requests Http5xx --aggregation Total --interval PT5M --offset "${LOOKBACK_HOURS}h" --output json)"
  totals="$(jq --argjson so_far "$totals" '
    def sum($metric): [.value[] | select(.name.value == $metric) | .timeseries[].data[].total // 0] | if length == 0 then error("no \($metric)") else add end;
    $so_far + [{requests: sum("Requests"), errors: sum("Http5xx")}]' <<<"$metrics")"
done < <(jq --raw-output '.[] | select(.state == "Running") | .id' <<<"$apps")

jq --argjson totals "$totals" --argjson limit "$MAX_SERVER_ERROR_PERCENT" '
  def score: if . then 1 else 0 end;
  {
    availability: (all(.[]; .state == "Running" and .availabilityState == "Normal") | score),
    errors: (all($totals[]; .errors * 100 <= $limit * .requests) | score)
  }' <<<"$apps"
