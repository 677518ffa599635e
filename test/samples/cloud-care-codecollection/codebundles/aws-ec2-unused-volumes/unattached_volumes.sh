#!/usr/bin/env bash
# Finds EBS volumes that are attached to no instance.
# Reads AWS_REGION, AWS_ACCOUNT_NAME and MIN_AGE_DAYS; writes unattached_volumes_issues.json and prints a report.
set -euo pipefail

issues_file="unattached_volumes_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

volumes="$(aws ec2 describe-volumes --region "$AWS_REGION" --filters Name=status,Values=available --output json)"

unattached="$(jq --argjson days "$MIN_AGE_DAYS" '[.Volumes[]
  | {id: .VolumeId, type: .VolumeType, gib: .Size, age: ((now - (.CreateTime[0:19] + "Z" | fromdateiso8601)) / 86400 | floor)}
  | select(.age >= $days)]
  | sort_by(-.gib)' <<<"$volumes")"

jq -r --arg days "$MIN_AGE_DAYS" '
  "\(length) volumes older than \($days) days are attached to nothing, \(map(.gib) | add // 0) GiB together.",
  (.[] | "- \(.id): \(.gib) GiB \(.type), \(.age) days old")' <<<"$unattached"

jq --arg days "$MIN_AGE_DAYS" --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  if length == 0 then [] else [{
    severity: 4,
    title: "EBS volumes are unattached in account `\($account)`, region `\($region)`",
    expected: "Volumes older than \($days) days are attached to an instance.",
    actual: "\(length) volumes with \(map(.gib) | add) GiB are not.",
    details: (map("\(.id): \(.gib) GiB \(.type), \(.age) days old") | join("\n")),
    next_steps: "Ask the owners whether the data is still needed\nTake a snapshot of what must be kept\nLet the owners delete what is not needed",
    reproduce_hint: "aws ec2 describe-volumes --region \($region) --filters Name=status,Values=available"
  }] end' <<<"$unattached" > "$issues_file"
