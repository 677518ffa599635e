#!/usr/bin/env bash
# Prints the dimensions of the Redis score as one JSON object.
# Reads AWS_REGION, LOOKBACK_HOURS, MAX_EVICTIONS and MAX_SWAP_MB.
set -euo pipefail

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

# A cluster without metrics is not known to be healthy, so it takes the memory dimension to 0.
jq --argjson results "$results" --argjson evictions "$MAX_EVICTIONS" --argjson swap "$MAX_SWAP_MB" '
  def score: if . then 1 else 0 end;
  def values($prefix; $id): [$results[] | select(.Label == $id and (.Id | startswith($prefix))) | .Values[]];
  {
    availability: (all(.[]; .CacheClusterStatus == "available") | score),
    memory: (all(.[].CacheClusterId; . as $id
      | values("e"; $id) as $e | values("s"; $id) as $s
      | ($e | length) > 0 and ($s | length) > 0 and ($e | add) < $evictions and ($s | max) / 1048576 < $swap) | score)
  }' <<<"$redis"
