import type { StateName } from '../../worker/domain/states.ts'

/** The pipeline as people see it: seven stages, each made of several states. */
export const stages = ['Request', 'Plan', 'Generate', 'Validate', 'Review', 'Merge', 'Publish'] as const

type Tone = 'work' | 'wait' | 'good' | 'bad' | 'quiet'

interface StateText {
  label: string
  /** Index into `stages`; null where the stage is the one reached before. */
  stage: number | null
  /** `work`: the machine is busy; `wait`: a person must act; `quiet`: nothing more happens. */
  tone: Tone
  says: string
}

export const stateTexts: Record<StateName, StateText> = {
  received: { label: 'Received', stage: 0, tone: 'work', says: 'The request is being read.' },
  denied: { label: 'Denied', stage: 0, tone: 'quiet', says: 'The requester may not start a generation here.' },
  triaged: { label: 'Triaged', stage: 1, tone: 'work', says: 'The request is understood; a plan is being drawn up.' },
  needs_info: { label: 'Needs information', stage: 0, tone: 'wait', says: 'The request lacks something. Answer on the issue.' },
  duplicate: { label: 'Already exists', stage: 1, tone: 'quiet', says: 'An existing CodeBundle covers this request.' },
  planned: { label: 'Planned', stage: 1, tone: 'work', says: 'The plan is ready.' },
  awaiting_plan_approval: { label: 'Plan to approve', stage: 1, tone: 'wait', says: 'A reviewer decides whether the plan is built.' },
  queued: { label: 'Queued', stage: 2, tone: 'work', says: 'Waiting for a free worker.' },
  generating: { label: 'Generating', stage: 2, tone: 'work', says: 'The CodeBundle is being written.' },
  validating: { label: 'Validating', stage: 3, tone: 'work', says: 'The draft is being tested in a sandbox.' },
  repairing: { label: 'Repairing', stage: 3, tone: 'work', says: 'Failing checks are being put right.' },
  opening_pull_request: { label: 'Opening pull request', stage: 4, tone: 'work', says: 'The draft goes to GitHub.' },
  in_review: { label: 'In review', stage: 4, tone: 'wait', says: 'A reviewer decides on the draft.' },
  changes_requested: { label: 'Changes requested', stage: 4, tone: 'work', says: 'A new round begins with the reviewer’s words.' },
  approved: { label: 'Approved', stage: 5, tone: 'work', says: 'Approved; the merge comes next.' },
  merging: { label: 'Merging', stage: 5, tone: 'work', says: 'The pull request is being merged.' },
  merged: { label: 'Merged', stage: 6, tone: 'work', says: 'Merged; the registry is told.' },
  indexing: { label: 'Indexing', stage: 6, tone: 'work', says: 'The collection is being read again.' },
  published: { label: 'Published', stage: 6, tone: 'good', says: 'The CodeBundle is in the registry.' },
  stuck: { label: 'Stuck', stage: null, tone: 'bad', says: 'The same checks failed again and again; a person has to look.' },
  failed: { label: 'Failed', stage: null, tone: 'bad', says: 'The run stopped.' },
  cancelled: { label: 'Cancelled', stage: null, tone: 'quiet', says: 'Stopped by a person.' },
  expired: { label: 'Expired', stage: null, tone: 'bad', says: 'Nobody acted before the deadline.' },
  paused: { label: 'Paused', stage: null, tone: 'wait', says: 'Stopped until somebody resumes it.' },
}

/** Index into `stages` for a state; `reached` (the furthest state seen before) decides for states that can happen anywhere. */
export function stageOf(state: StateName, reached: StateName | null): number {
  const own = stateTexts[state].stage
  return own ?? (reached === null ? 0 : (stateTexts[reached].stage ?? 0))
}
