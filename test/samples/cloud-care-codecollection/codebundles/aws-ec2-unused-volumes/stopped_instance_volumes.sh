#!/usr/bin/env bash
# Finds EBS volumes of instances that have been stopped for long.
# Reads AWS_REGION, AWS_ACCOUNT_NAME and MIN_AGE_DAYS; writes stopped_instance_volumes_issues.json and prints a report.
set -euo pipefail

issues_file="stopped_instance_volumes_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

instances="$(aws ec2 describe-instances --region "$AWS_REGION" --filters Name=instance-state-name,Values=stopped --output json)"

# The time of the stop is only given inside the transition reason; an instance without it is listed, but not judged.
stopped="$(jq '[.Reservations[].Instances[]
  | {
      id: .InstanceId,
      volumes: [.BlockDeviceMappings[].Ebs.VolumeId],
      days: (.StateTransitionReason // "" | (capture("\\((?<d>[0-9-]{10}) (?<t>[0-9:]{8}) GMT\\)")? // null)
        | if . == null then null else (now - ("\(.d)T\(.t)Z" | fromdateiso8601)) / 86400 | floor end)
    }
  | select(.volumes | length > 0)]' <<<"$instances")"

jq -r '
  "\(length) stopped instances keep volumes.",
  (.[] | "- \(.id): stopped \(.days // "an unknown number of") days ago, volumes \(.volumes | join(", "))")' <<<"$stopped"

jq --argjson days "$MIN_AGE_DAYS" --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  map(select(.days != null and .days >= $days))
  | if length == 0 then [] else [{
    severity: 4,
    title: "EBS volumes belong to stopped instances in account `\($account)`, region `\($region)`",
    expected: "No instance with volumes stays stopped for \($days) days or more.",
    actual: "\(length) instances with \(map(.volumes | length) | add) volumes do.",
    details: (map("\(.id): stopped \(.days) days ago, volumes \(.volumes | join(", "))") | join("\n")),
    next_steps: "Ask the owners whether the instances will be started again\nKeep an image instead of the instance where it will not",
    reproduce_hint: "aws ec2 describe-instances --region \($region) --filters Name=instance-state-name,Values=stopped"
  }] end' <<<"$stopped" > "$issues_file"
