#!/usr/bin/env bash
# Compares the share of failed invocations of each Lambda function with the limit.
# Reads AWS_REGION, AWS_ACCOUNT_NAME, LOOKBACK_MINUTES and MAX_ERROR_PERCENT; writes function_errors_issues.json and prints a report.
set -euo pipefail

issues_file="function_errors_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

# Anything but a list of functions is no answer, not a region without functions.
functions="$(aws lambda list-functions --region "$AWS_REGION" --output json | jq --slurp 'if map(.Functions | type) == ["array"] then .[0] else error("the answer has no functions") end')"

# One query per function and metric, in batches that GetMetricData accepts (500 queries each). The label carries metric and function.
batches="$(jq --argjson period "$((LOOKBACK_MINUTES * 60))" '
  [.Functions[].FunctionName as $name | ("Invocations", "Errors") | {Label: "\(.) \($name)", MetricStat: {Metric: {Namespace: "AWS/Lambda", MetricName: ., Dimensions: [{Name: "FunctionName", Value: $name}]}, Period: $period, Stat: "Sum"}}]
  | to_entries | map(.value + {Id: "q\(.key)"}) | . as $queries
  | [range(0; length; 500) | $queries[.:. + 500]]' <<<"$functions")"

start="$(date --utc --date "$LOOKBACK_MINUTES minutes ago" +%Y-%m-%dT%H:%M:%SZ)"
end="$(date --utc +%Y-%m-%dT%H:%M:%SZ)"
results="[]"
while IFS= read -r queries; do
  answer="$(aws cloudwatch get-metric-data --region "$AWS_REGION" --start-time "$start" --end-time "$end" --metric-data-queries "$queries" --output json)"
  results="$(jq --argjson so_far "$results" '$so_far + .MetricDataResults' <<<"$answer")"
done < <(jq --compact-output '.[]' <<<"$batches")

# Lambda reports no value for a function that was not called.
rates="$(jq --argjson results "$results" '
  def sum($series): [$results[] | select(.Label == $series) | .Values[]] | add // 0;
  [.Functions[].FunctionName | {name: ., invocations: sum("Invocations \(.)"), errors: sum("Errors \(.)")}]' <<<"$functions")"

jq -r --arg minutes "$LOOKBACK_MINUTES" '
  "\(length) functions measured over \($minutes) minutes.",
  (.[] | select(.invocations > 0) | "- \(.name): \(.errors) of \(.invocations) invocations failed")' <<<"$rates"

jq --argjson limit "$MAX_ERROR_PERCENT" --arg minutes "$LOOKBACK_MINUTES" --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  map(select(.errors * 100 > $limit * .invocations))
  | if length == 0 then [] else [{
    severity: 2,
    title: "Lambda functions fail in account `\($account)`, region `\($region)`",
    expected: "At most \($limit) % of the invocations of a function fail.",
    actual: "\(length) functions exceed that: \(map(.name) | join(", ")).",
    details: (map("\(.name): \(.errors) of \(.invocations) invocations failed in \($minutes) minutes") | join("\n")),
    next_steps: "Read the log group of each function for the first error\nCompare with the time of its last update",
    reproduce_hint: "Open the metrics Errors and Invocations of these functions in CloudWatch, region \($region)."
  }] end' <<<"$rates" > "$issues_file"
