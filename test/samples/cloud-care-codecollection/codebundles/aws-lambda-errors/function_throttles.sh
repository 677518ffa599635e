#!/usr/bin/env bash
# Compares the throttled invocations of each Lambda function with the limit.
# Reads AWS_REGION, AWS_ACCOUNT_NAME, LOOKBACK_MINUTES and MAX_THROTTLES; writes function_throttles_issues.json and prints a report.
set -euo pipefail

issues_file="function_throttles_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list of functions is no answer, not a region without functions.
functions="$(aws lambda list-functions --region "$AWS_REGION" --output json | jq --slurp 'if map(.Functions | type) == ["array"] then .[0] else error("the answer has no functions") end')"

# One query per function and metric, in batches that GetMetricData accepts (500 queries each). The label carries metric and function.
batches="$(jq --argjson period "$((LOOKBACK_MINUTES * 60))" '
  [.Functions[].FunctionName as $name | ("Throttles") | {Label: "\(.) \($name)", MetricStat: {Metric: {Namespace: "AWS/Lambda", MetricName: ., Dimensions: [{Name: "FunctionName", Value: $name}]}, Period: $period, Stat: "Sum"}}]
  | to_entries | map(.value + {Id: "q\(.key)"}) | . as $queries
  | [range(0; length; 500) | $queries[.:. + 500]]' <<<"$functions")"

start="$(date --utc --date "$LOOKBACK_MINUTES minutes ago" +%Y-%m-%dT%H:%M:%SZ)"
end="$(date --utc +%Y-%m-%dT%H:%M:%SZ)"
results="[]"
while IFS= read -r queries; do
  answer="$(aws cloudwatch get-metric-data --region "$AWS_REGION" --start-time "$start" --end-time "$end" --metric-data-queries "$queries" --output json)"
  results="$(jq --argjson so_far "$results" '$so_far + .MetricDataResults' <<<"$answer")"
done < <(jq --compact-output '.[]' <<<"$batches")

throttles="$(jq --argjson results "$results" '[.Functions[].FunctionName as $name | {name: $name, count: ([$results[] | select(.Label == "Throttles \($name)") | .Values[]] | add // 0)}]' <<<"$functions")"

jq -r --arg minutes "$LOOKBACK_MINUTES" '
  "\(length) functions measured over \($minutes) minutes.",
  (.[] | select(.count > 0) | "- \(.name): \(.count) throttled invocations")' <<<"$throttles"

jq --argjson limit "$MAX_THROTTLES" --arg minutes "$LOOKBACK_MINUTES" --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  map(select(.count >= $limit))
  | if length == 0 then [] else [{
    severity: 3,
    title: "Lambda functions are throttled in account `\($account)`, region `\($region)`",
    expected: "Fewer than \($limit) invocations of a function are throttled.",
    actual: "\(length) functions reach that: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.count) throttled invocations in \($minutes) minutes") | join("\n")),
    next_steps: "Compare the concurrency of the account with its limit\nReview the reserved concurrency of the functions",
    reproduce_hint: "Open the metric Throttles of these functions in CloudWatch, region \($region)."
  }] end' <<<"$throttles" > "$issues_file"
