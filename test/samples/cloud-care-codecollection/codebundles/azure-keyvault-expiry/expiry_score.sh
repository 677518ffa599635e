#!/usr/bin/env bash
# Prints the dimensions of the expiry score as one JSON object.
# Reads AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP and MIN_DAYS_LEFT.
set -euo pipefail

# Anything but an array is no answer, not an empty list.
vaults="$(az keyvault list --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

days="[]"
while IFS= read -r vault; do
  for kind in secret key certificate; do
    listed="$(az keyvault "$kind" list --subscription "$AZURE_SUBSCRIPTION_ID" --vault-name "$vault" --output json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"
    days="$(jq --argjson so_far "$days" '
      $so_far + [.[] | select(.attributes.enabled and .attributes.expires != null) | ((.attributes.expires[0:19] + "Z" | fromdateiso8601) - now) / 86400 | floor]' <<<"$listed")"
  done
done < <(jq --raw-output '.[].name' <<<"$vaults")

jq --argjson minimum "$MIN_DAYS_LEFT" '
  def score: if . then 1 else 0 end;
  {
    valid: (all(.[]; . >= 0) | score),
    lasting: (all(.[] | select(. >= 0); . >= $minimum) | score)
  }' <<<"$days"
