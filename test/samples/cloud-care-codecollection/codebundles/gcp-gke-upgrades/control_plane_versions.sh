#!/usr/bin/env bash
# Compares GKE control planes with the default version of their release channel.
# Reads GCP_PROJECT_ID; writes control_plane_versions_issues.json and prints a report.
set -euo pipefail

issues_file="control_plane_versions_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without clusters.
clusters="$(gcloud container clusters list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

offers="{}"
while IFS= read -r location; do
  config="$(gcloud container get-server-config --project "$GCP_PROJECT_ID" --location "$location" --format json)"
  offers="$(jq --argjson so_far "$offers" --arg location "$location" '
    if .defaultClusterVersion then . else error("no versions offered in \($location)") end
    | $so_far + {($location): ({UNSPECIFIED: .defaultClusterVersion} + (.channels | map({key: .channel, value: .defaultVersion}) | from_entries))}' <<<"$config")"
done < <(jq --raw-output 'map(.location) | unique[]' <<<"$clusters")

# A version such as 1.33.4-gke.1036000 compares by its numbers.
versions="$(jq --argjson offers "$offers" '
  def parts: [scan("[0-9]+") | tonumber];
  map((.releaseChannel.channel // "UNSPECIFIED") as $channel
    | ($offers[.location][$channel] // $offers[.location].UNSPECIFIED) as $offered
    | {name: "\(.location)/\(.name)", channel: $channel, version: .currentMasterVersion, offered: $offered, behind: ((.currentMasterVersion | parts) < ($offered | parts))})' <<<"$clusters")"

jq -r '
  "\(length) clusters compared.",
  (.[] | "- \(.name): \(.version), channel \(.channel) offers \(.offered)" + (if .behind then ": behind" else "" end))' <<<"$versions"

jq --arg project "$GCP_PROJECT_ID" '
  map(select(.behind))
  | if length == 0 then [] else [{
    severity: 4,
    title: "GKE control planes are behind their channel in project `\($project)`",
    expected: "Every control plane runs at least the default version of its release channel.",
    actual: "\(length) clusters are behind: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.version), channel \(.channel) offers \(.offered)") | join("\n")),
    next_steps: "Check the maintenance windows and exclusions of these clusters\nRead the release notes of the offered version\nPlan the upgrade",
    reproduce_hint: "gcloud container clusters list --project \($project)"
  }] end' <<<"$versions" > "$issues_file"
