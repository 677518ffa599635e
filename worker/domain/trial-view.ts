import type { EndedRun } from './ended-run.ts'
import type { DraftFile } from './sandbox-protocol.ts'
import { type Before, judgeAgainst, type Trial, type TrialSet, type TrialTotals, totalsOf, type Verdict } from './trial.ts'

/** A set as the list shows it. */
export interface TrialSetRow {
  set: TrialSet
  totals: TrialTotals
}

/** What the page of all sets shows. */
export interface TrialsView {
  sets: TrialSetRow[]
  /** Runs that can be replayed, the newest first. */
  runs: EndedRun[]
  /** The usual instructions. */
  instructions: string
}

export interface TrialRow {
  trial: Trial
  before: Before | null
  /** null while it is under way, and where there is nothing to hold it against. */
  verdict: Verdict | null
}

/** What the page of a set shows. */
export interface TrialSetView extends TrialSetRow {
  rows: TrialRow[]
  /** What it is held against: another set, or null for the runs that are replayed. */
  against: TrialSetRow | null
  /** Sets that it can be held against. */
  others: TrialSet[]
  instructions: string
}

/** What the page of a trial shows: its newest draft, with what differs from the draft that the issue has. */
export interface TrialView {
  set: TrialSet
  trial: Trial
  files: DraftFile[]
  /** Unified diffs by path; null where the issue has no draft of this run. */
  changes: { path: string; diff: string }[] | null
}

/** A run as something to hold a trial against. */
export function beforeOf(run: EndedRun): Before {
  const { provider, model, attempts, score, costMicros, outcome } = run
  return { provider: provider ?? 'nobody', model, attempts, ok: outcome === 'passed', score, costMicros, usage: null }
}

/** Rows of a set, each held against the same subject in `other`, or against the run that it replays. */
export function rowsOf(trials: readonly Trial[], runs: readonly EndedRun[], other: readonly Trial[] | null): TrialRow[] {
  const ended = new Map(other?.filter(({ stage }) => stage === 'ended').map(({ subject, result }) => [subject, result]))
  const byRun = new Map(runs.map((run) => [`${run.key}/${run.roundAt}`, beforeOf(run)]))
  return trials.map((trial) => {
    const before = (other === null ? byRun.get(trial.subject) : ended.get(trial.subject)) ?? null
    const verdict = before === null || trial.stage !== 'ended' ? null : judgeAgainst(trial.result, before)
    return { trial, before, verdict }
  })
}

export function setRow({ set, trials }: { set: TrialSet; trials: readonly Trial[] }): TrialSetRow {
  return { set, totals: totalsOf(trials) }
}

/** What happened to a form of these pages, as the address says it afterwards. */
export const trialNotices = {
  'replay-started': { ok: true, text: 'The replays are under way. Reload this page to see how they go on.' },
  'evaluation-imported': { ok: true, text: 'The results are kept.' },
  'trials-stopped': { ok: true, text: 'What was under way is stopped. What was spent by then is counted.' },
  'trials-deleted': { ok: true, text: 'The results are deleted.' },
  'bad-replay': {
    ok: false,
    text: 'Choose one to twenty runs and a provider; a model has no spaces, and instructions have at most 12,000 characters. Nothing was started.',
  },
  'no-run': { ok: false, text: 'One of the runs is not kept any more. Nothing was started.' },
  'bad-evaluation': {
    ok: false,
    text: 'That is no result of npm run eval:generate: choose the JSON file it has written, of at most 60 KB. Nothing was kept.',
  },
  'trials-busy': { ok: false, text: 'Replays of it are under way. Stop them first, then delete.' },
  'no-trials': { ok: false, text: 'There are no such results. They may have been deleted meanwhile.' },
} as const satisfies Record<string, { ok: boolean; text: string }>
export type TrialNotice = keyof typeof trialNotices

export function isTrialNotice(name: string | undefined): name is TrialNotice {
  return name !== undefined && Object.hasOwn(trialNotices, name)
}
