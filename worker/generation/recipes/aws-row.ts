import { awsTouch } from '../../domain/rehearsal/cloud-call.ts'
import type { Metric } from './aws-metrics.ts'
import { ageInDays, bad, shellVar } from './jq.ts'
import type { Recipe } from './recipe.ts'

/** A row of the AWS tables; the platform flags are added when it becomes a recipe. */
export type AwsRow = readonly [
  kind: string,
  list: string,
  items: string,
  name: string,
  problem: string,
  finding: string,
  type: string,
  extra?: Partial<Recipe>,
  metrics?: { namespace: string; dimension: string; metrics: Metric[] },
]

export const flags = `--region ${shellVar('AWS_REGION')} --output json`
/** The IAM actions that a command of aws needs. */
export const permissionOf = (command: string) =>
  awsTouch(command.split(' ').slice(1))
    .permissions.flatMap((need) => ('operation' in need ? `\`${need.operation}\`` : []))
    .join(', ')
export const each = (names: string, command: string) => ({ each: { names, command: `aws ${command} ${flags}` } })
export const cpu: Metric = ['CPUUtilization', /cpu|processor/i, 'Average', 85, 'CPU use, in percent,']
export const expired = (path: string) =>
  `(${ageInDays(path)} as $age | ${bad('$age != null and ($age * -1) <= $threshold', `"ends on " + (${path} | tostring)`)})`
export const expiryDays = {
  variable: 'EXPIRY_DAYS',
  default: 30,
  description: 'Days before the end of validity from which on an issue is raised.',
}
export const ageDays = (days: number, what: string) => ({
  variable: 'MAX_AGE_DAYS',
  default: days,
  description: `Age of ${what}, in days, from which on an issue is raised.`,
})
export const older = (path: string) =>
  `(${ageInDays(path)} as $age | ${bad('$age != null and $age >= $threshold', '"is \\($age) days old"')})`
