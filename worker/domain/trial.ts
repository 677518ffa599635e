import * as z from 'zod'
import { blockingFailures, findingText, type Report } from './report.ts'

/** Trials: requests drafted again, or by an evaluation, with a provider, a model and instructions of choice, so that those can be compared. Nothing of a trial reaches GitHub. */

export const trialSources = ['replay', 'evaluation'] as const

/** Trials that were made together, with the same provider, model and instructions. */
export interface TrialSet {
  id: string
  source: (typeof trialSources)[number]
  title: string
  provider: string
  /** null for the provider's usual one. */
  model: string | null
  /** Instructions in place of the usual ones; null for those. */
  instructions: string | null
  /** A stand-in answered for the service: the results say nothing of it. */
  standIn: boolean
  /** Milliseconds since 1970. */
  createdAt: number
  createdBy: string
}

/** How a request fared. Money in micro-dollars; null is "not known". */
export const trialResultSchema = z.object({
  slug: z.string(),
  provider: z.string(),
  model: z.string().nullable(),
  attempts: z.number(),
  /** No blocking check failed, the rehearsals included. */
  ok: z.boolean(),
  score: z.number().nullable(),
  /** `everything-fails 2/2`. */
  rehearsals: z.array(z.string()),
  /** Checks that still block; what the provider said when it gave up. */
  failed: z.array(z.string()),
  costMicros: z.number().nullable(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number() }).nullable(),
  seconds: z.object({ provider: z.number(), proof: z.number() }),
})
export type TrialResult = z.infer<typeof trialResultSchema>

export const trialStages = ['draft', 'prove', 'ended', 'stopped'] as const
export type TrialStage = (typeof trialStages)[number]

export interface Trial {
  id: string
  setId: string
  /** What tells the same request in other sets: `<issue key>/<roundAt>`, or the name of the request's file. */
  subject: string
  /** For people. */
  title: string
  /** The run that is replayed; null for a result of an evaluation. */
  run: { key: string; roundAt: number } | null
  stage: TrialStage
  result: TrialResult
}

/** Drafts of a trial: as many as a run makes in one round. */
export const maxTrialDrafts = 3
/** Failing checks that are kept of a draft, and the longest text of one. */
const maxKept = 5
const maxKeptChars = 300

/** A trial of which nothing is known yet. */
export function emptyResult(slug: string, provider: string): TrialResult {
  const seconds = { provider: 0, proof: 0 }
  return {
    ...{ slug, provider, model: null, attempts: 0, ok: false, score: null, rehearsals: [], failed: [] },
    ...{ costMicros: 0, usage: null, seconds },
  }
}

/** The result with one more draft. */
export function withDraft(
  before: TrialResult,
  draft: Pick<TrialResult, 'provider' | 'model' | 'costMicros'> & { usage?: TrialResult['usage'] },
  seconds: number,
): TrialResult {
  const { usage = null, provider, model, costMicros } = draft
  return {
    ...before,
    ...{ provider, model, attempts: before.attempts + 1 },
    ...withSpent(before, { usage, costMicros }),
    seconds: { ...before.seconds, provider: before.seconds.provider + seconds },
  }
}

/** What was spent, with what a draft or a failed call took on top. */
export function withSpent(
  before: TrialResult,
  spent: Pick<TrialResult, 'usage' | 'costMicros'>,
): Pick<TrialResult, 'usage' | 'costMicros'> {
  const costMicros = before.costMicros === null || spent.costMicros === null ? null : before.costMicros + spent.costMicros
  if (spent.usage === null) return { costMicros, usage: before.usage }
  const { inputTokens = 0, outputTokens = 0 } = before.usage ?? {}
  const usage = { inputTokens: inputTokens + spent.usage.inputTokens, outputTokens: outputTokens + spent.usage.outputTokens }
  return { costMicros, usage }
}

/** The result with what the sandbox said of the draft. */
export function withReport(before: TrialResult, report: Report, seconds: number): TrialResult {
  return {
    ...before,
    ok: report.ok,
    score: report.score ?? null,
    rehearsals: report.rehearsal?.scenarios.map(({ name, met, expectations }) => `${name} ${met}/${expectations}`) ?? [],
    failed: kept(blockingFailures(report).map(findingText)),
    seconds: { ...before.seconds, proof: before.seconds.proof + seconds },
  }
}

/** The first of many findings, each cut. */
export function kept(findings: readonly string[]): string[] {
  return findings.slice(0, maxKept).map((text) => (text.length > maxKeptChars ? `${text.slice(0, maxKeptChars)} …` : text))
}

/** What trials came to together. */
export interface TrialTotals {
  trials: number
  ended: number
  passed: number
  /** Mean of those that have one; null where none has. */
  score: number | null
  attempts: number
  costMicros: number | null
  tokens: number
}

/** Sums of the trials that have ended. A cost that is not known of one is not known of all. */
export function totalsOf(trials: readonly Pick<Trial, 'stage' | 'result'>[]): TrialTotals {
  const ended = trials.filter(({ stage }) => stage === 'ended').map(({ result }) => result)
  const scores = ended.flatMap(({ score }) => score ?? [])
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    trials: trials.length,
    ended: ended.length,
    passed: ended.filter(({ ok }) => ok).length,
    score: scores.length === 0 ? null : Math.round((10 * sum(scores)) / scores.length) / 10,
    attempts: sum(ended.map(({ attempts }) => attempts)),
    costMicros: ended.some(({ costMicros }) => costMicros === null) ? null : sum(ended.map(({ costMicros }) => costMicros ?? 0)),
    tokens: sum(ended.map(({ usage }) => (usage === null ? 0 : usage.inputTokens + usage.outputTokens))),
  }
}

/** What a trial is held against: the run it replays, or the same request in another set. */
export type Before = Pick<TrialResult, 'provider' | 'model' | 'attempts' | 'ok' | 'score' | 'costMicros' | 'usage'>

export type Verdict = 'better' | 'worse' | 'same'

/** Passing counts before the score, the score before the attempts. Scores that are not known on both sides say nothing. */
export function judgeAgainst(result: Before, before: Before): Verdict {
  const scores = result.score === null || before.score === null ? [0, 0] : [result.score, before.score]
  const steps: [number, number][] = [
    [Number(result.ok), Number(before.ok)],
    [scores[0] ?? 0, scores[1] ?? 0],
    [-result.attempts, -before.attempts],
  ]
  const [now, then] = steps.find(([a, b]) => a !== b) ?? [0, 0]
  if (now === then) return 'same'
  return now > then ? 'better' : 'worse'
}
