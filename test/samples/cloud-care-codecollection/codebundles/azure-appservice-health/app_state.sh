#!/usr/bin/env bash
# Finds App Service web apps that do not run or are not available.
# Reads AZURE_SUBSCRIPTION_ID and AZURE_RESOURCE_GROUP; writes app_state_issues.json and prints a report.
set -euo pipefail

issues_file="app_state_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not an empty resource group.
apps="$(az webapp list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

down="$(jq '[.[] | select(.state != "Running" or .availabilityState != "Normal") | {name, state, availability: .availabilityState}]' <<<"$apps")"

jq -r --argjson total "$(jq length <<<"$apps")" '
  "\($total) web apps read, \(length) not running or not available.",
  (.[] | "- \(.name): state \(.state), availability \(.availability)")' <<<"$down"

jq --arg group "$AZURE_RESOURCE_GROUP" --arg subscription "$AZURE_SUBSCRIPTION_ID" '
  if length == 0 then [] else [{
    severity: 2,
    title: "Web apps are not running in resource group `\($group)`",
    expected: "Every web app is running and available.",
    actual: "\(length) web apps are not: \(map(.name) | join(", ")).",
    details: (map("\(.name): state \(.state), availability \(.availability)") | join("\n")),
    next_steps: "Ask whether the app was stopped on purpose\nRead the activity log of the app for the last stop\nCheck the App Service plan and the service health of the region",
    reproduce_hint: "az webapp list --subscription \($subscription) --resource-group \($group)"
  }] end' <<<"$down" > "$issues_file"
