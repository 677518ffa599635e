#!/usr/bin/env bash
# Compares the share of server errors of each running web app with the limit.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, LOOKBACK_HOURS and MAX_SERVER_ERROR_PERCENT; writes server_errors_issues.json and prints a report.
set -euo pipefail

issues_file="server_errors_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not an empty resource group.
apps="$(az webapp list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

rates="[]"
while IFS= read -r id; do
  metrics="$(az monitor metrics list --resource "$id" --metrics Requests Http5xx --aggregation Total --interval PT5M --offset "${LOOKBACK_HOURS}h" --output json)"
  rates="$(jq --argjson so_far "$rates" --arg name "${id##*/}" '
    def sum($metric): [.value[] | select(.name.value == $metric) | .timeseries[].data[].total // 0] | if length == 0 then error("no \($metric) for \($name)") else add end;
    $so_far + [{name: $name, requests: sum("Requests"), errors: sum("Http5xx")}]' <<<"$metrics")"
done < <(jq --raw-output '.[] | select(.state == "Running") | .id' <<<"$apps")

rates="$(jq 'map(. + {percent: (if .requests > 0 then .errors * 100 / .requests | floor else 0 end)})' <<<"$rates")"

jq -r --arg hours "$LOOKBACK_HOURS" '
  "\(length) running web apps measured over \($hours) hours.",
  (.[] | "- \(.name): \(.errors) server errors in \(.requests) requests (\(.percent) %)")' <<<"$rates"

jq --argjson limit "$MAX_SERVER_ERROR_PERCENT" --arg hours "$LOOKBACK_HOURS" --arg group "$AZURE_RESOURCE_GROUP" '
  map(select(.errors * 100 > $limit * .requests))
  | if length == 0 then [] else [{
    severity: 2,
    title: "Web apps answer with server errors in resource group `\($group)`",
    expected: "At most \($limit) % of the requests end in a server error.",
    actual: "\(length) web apps exceed that: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.errors) server errors in \(.requests) requests (\(.percent) %) in \($hours) hours") | join("\n")),
    next_steps: "Read the application log of the time with the most errors\nCompare with the time of the last deployment\nCheck the services that the app depends on",
    reproduce_hint: "Open the metrics Http5xx and Requests of these apps in the Azure portal."
  }] end' <<<"$rates" > "$issues_file"
