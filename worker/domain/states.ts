/** The states of one issue (docs/architecture.md draws them). */
export const states = [
  'received',
  'denied',
  'triaged',
  'needs_info',
  'duplicate',
  'planned',
  'awaiting_plan_approval',
  'queued',
  'generating',
  'validating',
  'repairing',
  'opening_pull_request',
  'in_review',
  'changes_requested',
  'approved',
  'merging',
  'merged',
  'indexing',
  'published',
  'failed',
  'stuck',
  'cancelled',
  'expired',
  'paused',
] as const

export type StateName = (typeof states)[number]

/** States in which nothing more happens unless a person asks for it. */
export const terminalStates = [
  'denied',
  'needs_info',
  'duplicate',
  'published',
  'failed',
  'stuck',
  'cancelled',
  'expired',
] as const satisfies readonly StateName[]

/** True when nothing more happens unless a person asks for it. */
export function isTerminal(state: StateName): boolean {
  return (terminalStates as readonly StateName[]).includes(state)
}

/** The one label each state shows on the issue; every managed label but this one is taken off. */
export const stateLabels: Record<StateName, string> = {
  received: 'codebundle:running',
  denied: 'codebundle:denied',
  triaged: 'codebundle:running',
  needs_info: 'codebundle:needs-info',
  duplicate: 'codebundle:duplicate',
  planned: 'codebundle:planned',
  awaiting_plan_approval: 'codebundle:planned',
  queued: 'codebundle:running',
  generating: 'codebundle:running',
  validating: 'codebundle:running',
  repairing: 'codebundle:running',
  opening_pull_request: 'codebundle:running',
  in_review: 'codebundle:in-review',
  changes_requested: 'codebundle:running',
  approved: 'codebundle:in-review',
  merging: 'codebundle:in-review',
  merged: 'codebundle:in-review',
  indexing: 'codebundle:in-review',
  published: 'codebundle:done',
  failed: 'codebundle:failed',
  stuck: 'codebundle:failed',
  cancelled: 'codebundle:cancelled',
  expired: 'codebundle:failed',
  paused: 'codebundle:paused',
}

/** Adding this label to an issue asks for generation; it is taken off again, so that adding it once more is always "try again". */
export const triggerLabel = 'codebundle:generate'
