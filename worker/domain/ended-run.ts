import type { Forecast } from './forecast.ts'
import type { IssueEvent } from './issue-events.ts'
import type { DraftSummary, IssueRecord } from './issue-record.ts'
import type { StateName } from './states.ts'
import { isCurrent, type Turn } from './turn.ts'

export const runOutcomes = ['passed', 'failed', 'stuck', 'cancelled'] as const
export type RunOutcome = (typeof runOutcomes)[number]

/** One round of drafts of an issue: under way, or as it ended. Stored with the record. */
export interface Run {
  /** `roundAt` of its drafts, which tells it from the others of the issue. */
  at: number
  round: number
  /** When it was queued, moved on by the time it was paused. */
  startedAt: number
  /** Who wrote its first draft. */
  provider: string | null
  model: string | null
  drafts: number
  /** Null once the price of a draft is not known, and before the first. */
  costMicros: number | null
  tokens: number | null
  /** Of the draft that was judged last, 0–100; null before the first, and where the sandbox did not say. */
  score?: number | null
  /** The forecast of the plan, frozen; null in rounds of review, which none is made for. */
  forecast: Forecast | null
  outcome: RunOutcome | null
  endedAt: number | null
}

/** A run that has ended, as it is kept for forecasts. Money in micro-dollars; null is "not known". */
export interface EndedRun {
  key: string
  roundAt: number
  round: number
  /** `owner/repo`, in lower case. */
  repository: string
  platform: string
  tasks: number
  withSli: boolean
  provider: string | null
  model: string | null
  attempts: number
  costMicros: number | null
  tokens: number | null
  /** From the queue to the pull request or the end, without pauses. */
  minutes: number
  outcome: RunOutcome
  endedAt: number
  /** What was expected of it. */
  forecastMicros: number | null
  forecastMinutes: number | null
  /** 0–1. */
  forecastChance: number | null
  /** Of the draft that was judged last, 0–100. */
  score: number | null
}

const minuteMs = 60_000

/** Keeps the account of the run through one turn: what its drafts took, and how it ended. Called after the turn is decided; `before` is the record it began with. */
export function followRun(before: IssueRecord, turn: Turn, event: IssueEvent): void {
  const { record } = turn
  const { run } = record
  const isDraft = event.type === 'DraftWritten' || event.type === 'DraftRefused'
  if (isDraft && run && run.endedAt === null && isCurrent(before, event.fence)) count(run, event.draft)
  if (event.type === 'DraftValidated' && run && run.endedAt === null && isCurrent(before, event.fence)) run.score = event.score ?? null
  for (const { from, to } of turn.steps) {
    if (from === 'paused' && record.run?.endedAt === null) record.run.startedAt += turn.now - before.since
    if (begins(from, to)) record.run = beginRun(record, turn.now)
    else close(turn, to)
  }
}

function begins(from: StateName, to: StateName): boolean {
  return (to === 'queued' || to === 'changes_requested') && from !== 'paused'
}

function beginRun(record: IssueRecord, now: number): Run {
  const forecast = record.round === 1 ? (record.forecast ?? null) : null
  return {
    ...{ at: record.roundAt, round: record.round, startedAt: now, provider: null, model: null, drafts: 0 },
    ...{ costMicros: null, tokens: null, forecast, outcome: null, endedAt: null },
  }
}

function count(run: Run, draft: DraftSummary): void {
  const add = (sum: number | null, more: number | null) => {
    const known = run.drafts === 0 ? 0 : sum
    return known === null || more === null ? null : known + more
  }
  run.costMicros = add(run.costMicros, draft.costMicros)
  run.tokens = add(run.tokens, draft.usage ? draft.usage.inputTokens + draft.usage.outputTokens : null)
  if (run.drafts === 0) Object.assign(run, { provider: draft.provider, model: draft.model })
  run.drafts += 1
}

function close(turn: Turn, to: StateName): void {
  const { run } = turn.record
  const outcome = turn.isOutside ? 'cancelled' : outcomes[to]
  if (!run || outcome === undefined) return
  // A draft that passed, and that only GitHub kept from its pull request, did pass.
  const late = outcome === 'passed' && run.outcome !== 'passed' && turn.steps[0]?.from === 'opening_pull_request'
  if (run.endedAt !== null && !late) return
  run.outcome = outcome
  run.endedAt ??= turn.now
  const ended = endedRunOf(turn.record, run, outcome, run.endedAt)
  if (ended !== null) turn.ended = [...(turn.ended ?? []), ended]
}

const outcomes: Partial<Record<StateName, RunOutcome>> = {
  in_review: 'passed',
  merged: 'passed',
  failed: 'failed',
  stuck: 'stuck',
  cancelled: 'cancelled',
  expired: 'cancelled',
}

/** What a run has taken until it ended, or until `now`, in minutes. */
export function minutesOf({ startedAt, endedAt }: Pick<Run, 'startedAt' | 'endedAt'>, now: number): number {
  return Math.max(0, (endedAt ?? now) - startedAt) / minuteMs
}

function endedRunOf(record: IssueRecord, run: Run, outcome: RunOutcome, endedAt: number): EndedRun | null {
  const { plan, repository, key } = record
  if (plan === null) return null
  const { provider, model, costMicros, tokens, round, forecast } = run
  return {
    ...{ key, roundAt: run.at, round, provider, model, costMicros, tokens, outcome, endedAt },
    repository: repositoryName(repository),
    platform: plan.platform,
    tasks: plan.tasks.length,
    withSli: plan.withSli,
    attempts: run.drafts,
    minutes: minutesOf(run, endedAt),
    forecastMicros: forecast?.cost?.likely ?? null,
    forecastMinutes: forecast?.minutes?.likely ?? null,
    forecastChance: forecast?.chance?.share ?? null,
    score: run.score ?? null,
  }
}

/** `owner/repo` in lower case: GitHub takes any. */
export function repositoryName({ owner, repo }: { owner: string; repo: string }): string {
  return `${owner}/${repo}`.toLowerCase()
}
