import { type ApprovalMode, type ApprovalPolicy, approvalModes } from './approval-policy.ts'
import { readDollars } from './limit-form.ts'

/** Names of the fields of the form. */
export const policyFields = { repository: 'repository', mode: 'mode', dollars: 'dollars' } as const

export interface PolicyOrder {
  /** `owner/repo` in lower case; empty for what holds for all. */
  repository: string
  policy: Pick<ApprovalPolicy, 'mode' | 'lineMicros'>
}

/** A policy as people wrote it; null when the amount, the mode or the name of the repository is none. */
export function readPolicy(field: (name: string) => string | null): PolicyOrder | null {
  const repository = readRepository(field(policyFields.repository) ?? '')
  const mode = approvalModes.find((one) => one === field(policyFields.mode))
  const lineMicros = readDollars((field(policyFields.dollars) ?? '').trim())
  if (repository === null || mode === undefined || lineMicros === undefined || lineMicros === null) return null
  return { repository, policy: { mode, lineMicros } }
}

/** `owner/repo` as GitHub allows it, in lower case; null for what is none. */
export function readRepository(text: string): string | null {
  const name = text.trim().toLowerCase()
  return name === '' || /^[a-z\d][a-z\d-]{0,38}\/[\w.-]{1,100}$/.test(name) ? name : null
}

export const modeTexts: Record<ApprovalMode, string> = {
  line: 'at or under the line',
  'line-or-unknown': 'at or under the line, or of unknown cost',
  person: 'none: a person approves each plan',
}
