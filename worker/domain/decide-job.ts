import { withEntry } from './attribution.ts'
import { type IssueEvent, isAtWorkOn } from './issue-events.ts'
import { beginLeaseMs, type DraftSummary, type Job, maxJobTries, maxPostponeMs, workLeaseMs } from './issue-record.ts'
import { fallBack, mayPolish, polish, publish, repair } from './repair.ts'
import { end, enqueue, go, isCurrent, postpone, type Turn } from './turn.ts'

type JobEvent = Extract<
  IssueEvent,
  {
    type:
      | 'JobBegun'
      | 'JobAlive'
      | 'JobLost'
      | 'JobPostponed'
      | 'JobFailed'
      | 'WorkMoved'
      | 'DraftWritten'
      | 'DraftRefused'
      | 'DraftValidated'
      | 'BundleIndexed'
  }
>

/** Generation, validation, repair and indexing: the steps that a queue consumer does under a lease. */
export function decideJob(turn: Turn, event: JobEvent): void {
  if (event.type === 'JobLost') return decideLost(turn)
  if (event.type === 'WorkMoved') return lookNow(turn, event.run)
  if (!isCurrent(turn.record, event.fence) || turn.record.job === null) return
  const { job } = turn.record
  switch (event.type) {
    case 'JobBegun':
      return begin(turn, job)
    case 'JobAlive':
      job.leaseUntil = turn.now + workLeaseMs
      return
    case 'JobPostponed':
      return postpone(turn, job.kind, { afterMs: event.afterMs, tries: job.tries, waiting: event.waiting })
    case 'JobFailed':
      return decideFailed(turn, job, event)
    case 'DraftWritten':
      takeDraft(turn, event.draft)
      turn.record.reportOk = null
      turn.changed.push('files')
      go(turn, 'validating')
      return enqueue(turn, 'validate')
    case 'DraftRefused':
      takeDraft(turn, event.draft)
      return repair(turn, `policy:${event.violations.join('|')}`, event.violations)
    case 'DraftValidated':
      return decideValidated(turn, event)
    case 'BundleIndexed':
      return decideIndexed(turn, event)
  }
}

function takeDraft({ record }: Turn, draft: DraftSummary): void {
  const { micros, isWhole } = record.spent ?? { micros: 0, isWhole: true }
  record.draft = draft
  const { provider, model, costMicros, usage = null } = draft
  record.drafts = withEntry(record.drafts ?? [], { round: record.round, attempt: record.attempt, provider, model, costMicros, usage })
  record.spent = { micros: micros + (costMicros ?? 0), isWhole: isWhole && costMicros !== null }
}

function begin(turn: Turn, job: Job): void {
  if (job.begun) return
  job.begun = true
  job.leaseUntil = turn.now + workLeaseMs
  const { state } = turn.record
  if (job.kind !== 'generate') return
  if (state === 'queued' || state === 'changes_requested') {
    turn.record.attempt = 1
    go(turn, 'generating')
  }
}

/** Somebody outside says that there may be something new: the held-back message goes out at the next alarm, which is due. */
function lookNow(turn: Turn, run: string): void {
  const { job } = turn.record
  if (job?.postponed && job.waiting !== undefined && isAtWorkOn(turn.record, run)) job.leaseUntil = Math.min(job.leaseUntil, turn.now)
}

/** The lease ran out. A job nobody began is only sent again; one that was begun is a new attempt under a new number. */
function decideLost(turn: Turn): void {
  const { job } = turn.record
  if (job === null || turn.now < job.leaseUntil) return
  if (job.postponed) {
    job.postponed = false
    job.leaseUntil = turn.now + beginLeaseMs
    turn.effects.push({ type: 'EnqueueJob', kind: job.kind, fence: job.fence })
    return
  }
  if (!job.begun) {
    // A full queue looks like a lost message: wait longer each time; the state's own deadline ends it.
    job.tries += 1
    job.leaseUntil = turn.now + beginLeaseMs * 2 ** Math.min(job.tries, 6)
    turn.effects.push({ type: 'EnqueueJob', kind: job.kind, fence: job.fence })
    return
  }
  if (job.tries >= maxJobTries) {
    return end(
      turn,
      'failed',
      'The work was started several times and never finished.',
      'Check that the queue and the sandbox run, then choose Retry.',
    )
  }
  turn.notes.push('The worker on this step went silent; the step starts again.')
  enqueue(turn, job.kind, { tries: job.tries + 1, ...lostLook(job) })
}

/** Nobody knows how far the lost look came: the provider has to find out what is there. */
function lostLook({ waiting }: Job): Pick<Job, 'waiting'> {
  return waiting === undefined ? {} : { waiting: { ...waiting, memory: {} } }
}

function decideFailed(turn: Turn, job: Job, event: Extract<JobEvent, { type: 'JobFailed' }>): void {
  if (event.retry === 'later' && job.tries < maxJobTries) {
    const again = { tries: job.tries + 1, ...lostLook(job) }
    const afterMs = event.retryAfterMs ?? 0
    turn.notes.push(`${event.message} Trying again${afterMs > 0 ? ` in ${waitText(Math.min(afterMs, maxPostponeMs))}` : ''}.`)
    return afterMs > 0 ? postpone(turn, job.kind, { afterMs, ...again }) : enqueue(turn, job.kind, again)
  }
  if (job.kind === 'generate' && fallBack(turn)) return
  end(turn, 'failed', event.message, nextActions[job.kind])
}

function waitText(ms: number): string {
  return ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}

const nextActions = {
  generate: 'Choose Retry; another provider may do better, or edit the request to be narrower.',
  validate: 'Check that the sandbox is reachable and the repository can be cloned, then choose Retry.',
  index: 'The merge is done. Choose Retry to index the collection again.',
} as const

function decideValidated(turn: Turn, event: Extract<JobEvent, { type: 'DraftValidated' }>): void {
  const { record } = turn
  record.reportOk = event.ok
  turn.changed.push('report')
  if (record.draft?.provider === 'human') {
    record.job = null
    if (!event.ok) turn.notes.push('The pushed commit does not pass the checks; it cannot be approved as it is.')
    return go(turn, 'in_review')
  }
  if (!event.ok) return repair(turn, event.signature, event.findings)
  if (mayPolish(record, event.warnings ?? [])) return polish(turn, event.warnings ?? [])
  // Of two drafts that pass, the one with fewer warnings.
  if (record.polished === record.roundAt) turn.restoresBest = true
  publish(turn)
}

function decideIndexed(turn: Turn, event: Extract<JobEvent, { type: 'BundleIndexed' }>): void {
  if (turn.record.state !== 'indexing') return
  if (!event.found) {
    return end(
      turn,
      'failed',
      'The merged CodeBundle is not in the catalogue after indexing.',
      "Look at the collection's problems, mend the bundle, then choose Retry.",
    )
  }
  end(turn, 'published', `Merged and indexed at ${event.commit.slice(0, 12)}.`, 'Use it: the CodeBundle is in the registry.')
}
