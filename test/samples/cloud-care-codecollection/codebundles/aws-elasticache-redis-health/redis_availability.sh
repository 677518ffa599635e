#!/usr/bin/env bash
# Finds ElastiCache Redis clusters and nodes that are not available.
# Reads AWS_REGION and AWS_ACCOUNT_NAME; writes redis_availability_issues.json and prints a report.
set -euo pipefail

issues_file="redis_availability_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

clusters="$(aws elasticache describe-cache-clusters --region "$AWS_REGION" --show-cache-node-info --output json)"
redis="$(jq '[.CacheClusters[] | select(.Engine == "redis")]' <<<"$clusters")"

unavailable="$(jq '[.[]
  | {id: .CacheClusterId, status: .CacheClusterStatus, nodes: [.CacheNodes[] | select(.CacheNodeStatus != "available") | "node \(.CacheNodeId) is \(.CacheNodeStatus)"]}
  | select(.status != "available" or (.nodes | length) > 0)]' <<<"$redis")"

jq -r --argjson total "$(jq length <<<"$redis")" '
  "\($total) Redis clusters read, \(length) not fully available.",
  (.[] | "- \(.id): \(.status)" + (.nodes | map("; " + .) | join("")))' <<<"$unavailable"

jq --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  if length == 0 then [] else [{
    severity: (if any(.[]; .status | IN("available", "modifying", "snapshotting") | not) then 1 else 2 end),
    title: "ElastiCache Redis clusters are not available in account `\($account)`, region `\($region)`",
    expected: "Every Redis cluster and each of its nodes is available.",
    actual: "\(length) clusters are not: \(map(.id) | join(", ")).",
    details: (map("\(.id): \(.status)" + (.nodes | map("; " + .) | join(""))) | join("\n")),
    next_steps: "Read the ElastiCache events of these clusters\nCheck whether a maintenance window or a failover is under way\nTell the owners of the applications that use them",
    reproduce_hint: "aws elasticache describe-cache-clusters --region \($region) --show-cache-node-info"
  }] end' <<<"$unavailable" > "$issues_file"
