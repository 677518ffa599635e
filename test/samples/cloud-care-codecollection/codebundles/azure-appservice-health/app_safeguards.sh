#!/usr/bin/env bash
# Finds web apps without a health check, HTTPS only or a current TLS version.
# Reads AZURE_SUBSCRIPTION_ID and AZURE_RESOURCE_GROUP; writes app_safeguards_issues.json and prints a report.
set -euo pipefail

issues_file="app_safeguards_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not an empty resource group.
apps="$(az webapp list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

reviews="[]"
while IFS= read -r app; do
  name="$(jq --raw-output .name <<<"$app")"
  config="$(az webapp config show --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$name" --output json)"
  reviews="$(jq --argjson so_far "$reviews" --argjson app "$app" '
    if has("healthCheckPath") and has("minTlsVersion") then . else error("the configuration of \($app.name) is incomplete") end
    | $so_far + [{
        name: $app.name,
        missing: ([
          (if (.healthCheckPath // "") == "" then "no health check path" else empty end),
          (if $app.httpsOnly == true then empty else "accepts plain HTTP" end),
          (if .minTlsVersion | IN("1.0", "1.1", null) then "accepts TLS below 1.2" else empty end)
        ])
      }]' <<<"$config")"
done < <(jq --compact-output '.[] | {name, httpsOnly}' <<<"$apps")

jq -r '
  "\(length) web apps reviewed.",
  (.[] | "- \(.name): " + (if .missing == [] then "all safeguards on" else .missing | join(", ") end))' <<<"$reviews"

jq --arg group "$AZURE_RESOURCE_GROUP" '
  map(select(.missing != []))
  | if length == 0 then [] else [{
    severity: 4,
    title: "Web apps lack safeguards in resource group `\($group)`",
    expected: "Every web app has a health check path, accepts HTTPS only and requires TLS 1.2.",
    actual: "\(length) web apps do not: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.missing | join(", "))") | join("\n")),
    next_steps: "Set a health check path that tests what the app depends on\nTurn on HTTPS only\nRaise the minimum TLS version",
    reproduce_hint: "az webapp config show --resource-group \($group) --name APP"
  }] end' <<<"$reviews" > "$issues_file"
