#!/usr/bin/env bash
# Compares the engine version of each ElastiCache Redis cluster with the newest patch.
# Reads AWS_REGION and AWS_ACCOUNT_NAME; writes redis_engine_patch_issues.json and prints a report.
set -euo pipefail

issues_file="redis_engine_patch_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

clusters="$(aws elasticache describe-cache-clusters --region "$AWS_REGION" --show-cache-node-info --output json)"
redis="$(jq '[.CacheClusters[] | select(.Engine == "redis")]' <<<"$clusters")"

offered="$(aws elasticache describe-cache-engine-versions --region "$AWS_REGION" --engine redis --output json)"

# The line of a version is its major and minor part; the newest version of the line is the patch to compare with.
versions="$(jq --argjson offered "$offered" '
  def parts: split(".") | map(tonumber);
  ($offered.CacheEngineVersions | map(.EngineVersion | parts) | if length == 0 then error("no engine version is offered") else . end) as $known
  | map({id: .CacheClusterId, version: .EngineVersion}
      + ((.EngineVersion | parts) as $own
        | ([$known[] | select(.[0:2] == $own[0:2])] | max) as $newest
        | {newest: ($newest // $own | map(tostring) | join(".")), behind: ($newest != null and $newest > $own), retired: ($newest == null)}))' <<<"$redis")"

jq -r '
  "\(length) Redis clusters compared.",
  (.[] | "- \(.id): \(.version)" + (if .behind then ", newest patch \(.newest)" elif .retired then ", a line that is no longer offered" else ", up to date" end))' <<<"$versions"

jq --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  map(select(.behind or .retired))
  | if length == 0 then [] else [{
    severity: (if any(.[]; .retired) then 3 else 4 end),
    title: "ElastiCache Redis clusters lack the newest engine patch in account `\($account)`, region `\($region)`",
    expected: "Every cluster runs the newest patch of an engine line that is still offered.",
    actual: "\(length) clusters do not: \(map(.id) | join(", ")).",
    details: (map("\(.id): \(.version), " + (if .retired then "a line that is no longer offered" else "newest patch \(.newest)" end)) | join("\n")),
    next_steps: "Read the release notes of the newer version\nPlan the update for the next maintenance window",
    reproduce_hint: "aws elasticache describe-cache-engine-versions --region \($region) --engine redis"
  }] end' <<<"$versions" > "$issues_file"
