#!/usr/bin/env bash
# Finds own EBS snapshots that have lost their volume and belong to no image.
# Reads AWS_REGION, AWS_ACCOUNT_NAME and MIN_AGE_DAYS; writes orphaned_snapshots_issues.json and prints a report.
set -euo pipefail

issues_file="orphaned_snapshots_issues.json"
# Stays empty until the check is complete, so that "nothing found" and "never finished" differ.
: > "$issues_file"

snapshots="$(aws ec2 describe-snapshots --region "$AWS_REGION" --owner-ids self --output json)"
volumes="$(aws ec2 describe-volumes --region "$AWS_REGION" --output json)"
images="$(aws ec2 describe-images --region "$AWS_REGION" --owners self --output json)"

# The lists are read from files: together they can be longer than a command line may be.
orphans="$(jq --null-input --argjson days "$MIN_AGE_DAYS" \
  --slurpfile snapshots <(echo "$snapshots") --slurpfile volumes <(echo "$volumes") --slurpfile images <(echo "$images") '
  ($volumes[0].Volumes | map({key: .VolumeId, value: true}) | from_entries) as $alive
  | ([$images[0].Images[].BlockDeviceMappings[].Ebs.SnapshotId | select(. != null) | {key: ., value: true}] | from_entries) as $imaged
  | [$snapshots[0].Snapshots[]
    | select(($alive[.VolumeId] or $imaged[.SnapshotId]) | not)
    | {id: .SnapshotId, gib: .VolumeSize, age: ((now - (.StartTime[0:19] + "Z" | fromdateiso8601)) / 86400 | floor)}
    | select(.age >= $days)]')"

jq -r --arg days "$MIN_AGE_DAYS" '
  "\(length) snapshots older than \($days) days have no volume and no image.",
  (.[] | "- \(.id): of a volume of \(.gib) GiB, \(.age) days old")' <<<"$orphans"

jq --arg days "$MIN_AGE_DAYS" --arg account "$AWS_ACCOUNT_NAME" --arg region "$AWS_REGION" '
  if length == 0 then [] else [{
    severity: 4,
    title: "EBS snapshots have lost their volume in account `\($account)`, region `\($region)`",
    expected: "Snapshots older than \($days) days belong to a volume or an image.",
    actual: "\(length) snapshots do not.",
    details: (map("\(.id): of a volume of \(.gib) GiB, \(.age) days old") | join("\n")),
    next_steps: "Check whether a backup policy keeps these snapshots on purpose\nLet the owners delete what no policy covers",
    reproduce_hint: "aws ec2 describe-snapshots --region \($region) --owner-ids self"
  }] end' <<<"$orphans" > "$issues_file"
