#!/usr/bin/env bash
# Finds objects of one kind (secret, key or certificate, the first argument) in key vaults that have expired or expire soon.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and MIN_DAYS_LEFT; writes <kind>_expiry_issues.json and prints a report.
set -euo pipefail

kind="$1"
issues_file="${kind}_expiry_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not an empty list.
vaults="$(az keyvault list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

objects="[]"
while IFS= read -r vault; do
  listed="$(az keyvault "$kind" list --subscription "$AZURE_SUBSCRIPTION_ID" --vault-name "$vault" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"
  objects="$(jq --argjson so_far "$objects" --arg vault "$vault" '
    $so_far + map(select(.attributes.enabled) | {
      name: "\($vault)/\((.id // .kid) | sub(".*/(secrets|keys|certificates)/"; ""))",
      days: (.attributes.expires | if . == null then null else (.[0:19] + "Z" | fromdateiso8601) - now | . / 86400 | floor end)
    })' <<<"$listed")"
done < <(jq --raw-output '.[].name' <<<"$vaults")

jq -r --arg kind "$kind" --argjson vaults "$(jq length <<<"$vaults")" '
  "\(length) enabled \($kind)s in \($vaults) key vaults, \(map(select(.days == null)) | length) of them without an end date.",
  (map(select(.days != null)) | sort_by(.days)[] | "- \(.name): \(.days) days left")' <<<"$objects"

jq --arg kind "$kind" --argjson minimum "$MIN_DAYS_LEFT" --arg group "$AZURE_RESOURCE_GROUP" '
  def finding($severity; $title; $expected; $steps): if length == 0 then [] else [{
    severity: $severity,
    title: "\($title) in resource group `\($group)`",
    expected: $expected,
    actual: "\(length) \($kind)s: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.days) days left") | join("\n")),
    next_steps: $steps,
    reproduce_hint: "az keyvault \($kind) list --vault-name VAULT"
  }] end;
  map(select(.days != null)) | sort_by(.days)
  | (map(select(.days < 0)) | finding(2; "Key vault \($kind)s have expired"; "No enabled \($kind) has expired."; "Find the applications that still use them\nCreate a new version and let the applications pick it up\nDisable what is no longer used"))
  + (map(select(.days >= 0 and .days < $minimum)) | finding(3; "Key vault \($kind)s expire soon"; "Every enabled \($kind) stays valid for at least \($minimum) days."; "Create a new version before the end date\nSet up rotation where the vault supports it"))' <<<"$objects" > "$issues_file"
