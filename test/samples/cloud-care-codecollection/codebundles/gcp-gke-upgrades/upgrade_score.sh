#!/usr/bin/env bash
# Prints the dimensions of the upgrade score as one JSON object.
# Reads GCP_PROJECT_ID and MAX_MINOR_SKEW.
set -euo pipefail

# Anything but an array is no answer, not a project without clusters.
clusters="$(gcloud container clusters list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

jq --argjson limit "$MAX_MINOR_SKEW" '
  def score: if . then 1 else 0 end;
  def minor: capture("^(?<major>[0-9]+)\\.(?<minor>[0-9]+)") | .minor | tonumber;
  {
    skew: (all(.[] | (.currentMasterVersion | minor) as $own | (.nodePools // [])[] | $own - (.version | minor); . <= $limit) | score),
    automatic: (all(.[]; (.releaseChannel.channel // "UNSPECIFIED") != "UNSPECIFIED" and all((.nodePools // [])[]; .management.autoUpgrade == true)) | score)
  }' <<<"$clusters"
