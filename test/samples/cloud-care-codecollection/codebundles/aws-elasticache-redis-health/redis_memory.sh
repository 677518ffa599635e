#!/usr/bin/env bash
# Adds up evictions and swap use of each ElastiCache Redis cluster.
# Reads AWS_REGION, AWS_ACCOUNT_NAME, LOOKBACK_HOURS, MAX_EVICTIONS and MAX_SWAP_MB; writes redis_memory_issues.json and prints a report.
set -euo pipefail

issues_file="redis_memory_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

clusters="$(aws elasticache describe-cache-clusters --region "$AWS_REGION" --show-cache-node-info --output json)"
redis="$(jq '[.CacheClusters[] | select(.Engine == "redis")]' <<<"$clusters")"

# One query per cluster and metric, in batches that GetMetricData accepts (500 queries each).
batches="$(jq --argjson period "$((LOOKBACK_HOURS * 3600))" '
  [.[].CacheClusterId] | to_entries
  | map((.key | tostring) as $n | .value as $id
      | ({name: "Evictions", stat: "Sum", prefix: "e"}, {name: "SwapUsage", stat: "Maximum", prefix: "s"})
      | {
          Id: (.prefix + $n),
          Label: $id,
          MetricStat: {Metric: {Namespace: "AWS/ElastiCache", MetricName: .name, Dimensions: [{Name: "CacheClusterId", Value: $id}]}, Period: $period, Stat: .stat}
        })
  | . as $queries
  | [range(0; length; 500) | $queries[.:. + 500]]' <<<"$redis")"

start="$(date --utc --date "$LOOKBACK_HOURS hours ago" +%Y-%m-%dT%H:%M:%SZ)"
end="$(date --utc +%Y-%m-%dT%H:%M:%SZ)"
results="[]"
while IFS= read -r queries; do
  answer="$(aws cloudwatch get-metric-data --region "$AWS_REGION" --start-time "$start" --end-time "$end" --metric-data-queries "$queries" --output json)"
  results="$(jq --argjson so_far "$results" '$so_far + .MetricDataResults' <<<"$answer")"
done < <(jq --compact-output '.[]' <<<"$batches")

# A period that straddles the look-back time gives two values: evictions add up, swap is the higher one.
memory="$(jq --argjson clusters "$(jq 'map(.CacheClusterId)' <<<"$redis")" '
  group_by(.Label)
  | map({
      id: .[0].Label,
      evictions: ([.[] | select(.Id | startswith("e")) | .Values[]] | if length == 0 then null else add end),
      swap_mb: ([.[] | select(.Id | startswith("s")) | .Values[]] | if length == 0 then null else max / 1048576 | floor end)
    })
  | . as $measured
  | [$clusters[] | . as $id | (first($measured[] | select(.id == $id)) // {id: $id, evictions: null, swap_mb: null})]' <<<"$results")"

jq -r --arg hours "$LOOKBACK_HOURS" '
  "\(length) Redis clusters measured over \($hours) hours.",
  (.[] | "- \(.id): \(.evictions // "no data on") evictions, \(.swap_mb // "no data on") MB swap")' <<<"$memory"

jq --argjson evictions "$MAX_EVICTIONS" --argjson swap "$MAX_SWAP_MB" --arg hours "$LOOKBACK_HOURS" --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  def finding($title; $expected; $steps): if length == 0 then [] else [{
    severity: 3,
    title: "\($title) in account `\($account)`, region `\($region)`",
    expected: $expected,
    actual: "\(length) clusters: \(map(.id) | join(", ")).",
    details: (map("\(.id): \(.evictions // "no data on") evictions, \(.swap_mb // "no data on") MB swap in \($hours) hours") | join("\n")),
    next_steps: $steps,
    reproduce_hint: "Open the metrics Evictions and SwapUsage of these clusters in CloudWatch, region \($region)."
  }] end;
  (map(select((.evictions // 0) >= $evictions or (.swap_mb // 0) >= $swap))
    | finding("ElastiCache Redis clusters are short of memory"; "Fewer than \($evictions) evictions and less than \($swap) MB of swap in \($hours) hours."; "Compare the memory in use with the node type\nReview the time to live of the largest keys\nMove to a larger node type or add shards"))
  + (map(select(.evictions == null or .swap_mb == null))
    | finding("ElastiCache Redis clusters have no memory metrics"; "CloudWatch has evictions and swap use of every cluster."; "Check whether the cluster was created within the look-back time\nCheck the status of the cluster"))' <<<"$memory" > "$issues_file"
