#!/usr/bin/env bash
# Compares the disk use of running Cloud SQL instances with the limit.
# Reads GCP_PROJECT_ID, LOOKBACK_MINUTES and MAX_DISK_PERCENT; writes disk_use_issues.json and prints a report.
set -euo pipefail

issues_file="disk_use_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but an array is no answer, not a project without instances.
instances="$(gcloud sql instances list --project "$GCP_PROJECT_ID" --format json | jq --slurp 'if map(type) == ["array"] then .[0] else error("the answer is no list") end')"

# The token travels on standard input, so no process list shows it.
token="$(gcloud auth print-access-token --quiet)"
metrics="$(curl --silent --show-error --fail --max-time 20 --config - --get "https://monitoring.googleapis.com/v3/projects/$GCP_PROJECT_ID/timeSeries" \
  --data-urlencode 'filter=metric.type="cloudsql.googleapis.com/database/disk/utilization"' \
  --data-urlencode "interval.startTime=$(date --utc --date "$LOOKBACK_MINUTES minutes ago" +%Y-%m-%dT%H:%M:%SZ)" \
  --data-urlencode "interval.endTime=$(date --utc +%Y-%m-%dT%H:%M:%SZ)" --data-urlencode "pageSize=10000" \
  <<<"header = \"Authorization: Bearer $token\"")"

use="$(jq --null-input --slurpfile instances <(echo "$instances") --slurpfile metrics <(echo "$metrics") --arg project "$GCP_PROJECT_ID" '
  ($metrics[0] | if type != "object" or .nextPageToken then error("the metrics are incomplete") else . end
    | (.timeSeries // []) | map({key: .resource.labels.database_id, value: (.points | max_by(.interval.endTime).value.doubleValue * 100 | floor)}) | from_entries) as $percent
  | [$instances[0][] | select(.state == "RUNNABLE") | {name, gb: .settings.dataDiskSizeGb, percent: $percent["\($project):\(.name)"]}]')"

jq -r '
  "\(length) running instances measured.",
  (.[] | "- \(.name): \(.percent // "unknown") % of \(.gb) GB")' <<<"$use"

jq --argjson limit "$MAX_DISK_PERCENT" --arg project "$GCP_PROJECT_ID" '
  def finding($severity; $title; $expected; $steps): if length == 0 then [] else [{
    severity: $severity,
    title: "\($title) in project `\($project)`",
    expected: $expected,
    actual: "\(length) instances: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.percent // "unknown") % of \(.gb) GB") | join("\n")),
    next_steps: $steps,
    reproduce_hint: "Open the metric database/disk/utilization of these instances in the Google Cloud console."
  }] end;
  (map(select(.percent != null and .percent >= $limit))
    | finding((if any(.[]; .percent >= 95) then 1 else 2 end); "Cloud SQL disks are nearly full"; "Disks are less than \($limit) % full."; "Find the largest tables and logs\nLet the disk grow, or remove data that is no longer needed"))
  + (map(select(.percent == null)) | finding(3; "Cloud SQL disks have no metrics"; "Monitoring knows the use of every disk."; "Check whether the instance has just started\nWiden the look-back time"))' <<<"$use" > "$issues_file"
