#!/usr/bin/env bash
# Prints the dimensions of the Lambda score as one JSON object.
# Reads AWS_REGION, LOOKBACK_MINUTES, MAX_ERROR_PERCENT and MAX_THROTTLES.
set -euo pipefail

# Anything but a list of functions is no answer, not a region without functions.
functions="$(aws lambda list-functions --region "$AWS_REGION" --output json | jq --slurp 'if map(.Functions | type) == ["array"] then .[0] else error("the answer has no functions") end')"

# One query per function and metric, in batches that GetMetricData accepts (500 queries each). The label carries metric and function.
batches="$(jq --argjson period "$((LOOKBACK_MINUTES * 60))" '
  [.Functions[].FunctionName as $name | ("Invocations", "Errors", "Throttles") | {Label: "\(.) \($name)", MetricStat: {Metric: {Namespace: "AWS/Lambda", MetricName: ., Dimensions: [{Name: "FunctionName", Value: $name}]}, Period: $period, Stat: "Sum"}}]
  | to_entries | map(.value + {Id: "q\(.key)"}) | . as $queries
  | [range(0; length; 500) | $queries[.:. + 500]]' <<<"$functions")"

start="$(date --utc --date "$LOOKBACK_MINUTES minutes ago" +%Y-%m-%dT%H:%M:%SZ)"
end="$(date --utc +%Y-%m-%dT%H:%M:%SZ)"
results="[]"
while IFS= read -r queries; do
  answer="$(aws cloudwatch get-metric-data --region "$AWS_REGION" --start-time "$start" --end-time "$end" --metric-data-queries "$queries" --output json)"
  results="$(jq --argjson so_far "$results" '$so_far + .MetricDataResults' <<<"$answer")"
done < <(jq --compact-output '.[]' <<<"$batches")

jq --argjson results "$results" --argjson errors "$MAX_ERROR_PERCENT" --argjson throttles "$MAX_THROTTLES" '
  def score: if . then 1 else 0 end;
  def sum($series): [$results[] | select(.Label == $series) | .Values[]] | add // 0;
  [.Functions[].FunctionName]
  | {
      errors: (all(.[]; sum("Errors \(.)") * 100 <= $errors * sum("Invocations \(.)")) | score),
      throttles: (all(.[]; sum("Throttles \(.)") < $throttles) | score)
    }' <<<"$functions"
