/** Budgets of model calls. Money is in micro-dollars (1,000,000 = $1) as whole numbers; null is "not known", never 0. */

/** What a call counts against. A run and an issue have one budget for their whole life; the others have one for each day (UTC). */
export const budgetKinds = ['run', 'issue', 'user', 'repository', 'day'] as const
export type BudgetKind = (typeof budgetKinds)[number]

export interface BudgetScope {
  kind: BudgetKind
  /** Names one budget: `issue:owner/repo#7`, `user:ada@2026-11-23`. */
  key: string
}

/** The most that a budget allows; null where it sets no limit. */
export interface BudgetLimit {
  micros: number | null
  tokens: number | null
}

/** What a budget has taken so far. */
export interface BudgetUse {
  spentMicros: number
  /** Reserved for calls that have not been settled. */
  heldMicros: number
  spentTokens: number
  heldTokens: number
  /** Calls without a known price: they are in the tokens and not in the money. */
  unpricedCalls: number
}

export interface BudgetMeter {
  scope: BudgetScope
  limit: BudgetLimit
  use: BudgetUse
}

/**
 * Asks for room before a call. One `id` is one call to the outside: who repeats the same call (and would find what it began) repeats the id;
 * who cannot tell whether the first was made takes a new id, and the first one's amount stays counted.
 */
export interface BudgetAsk {
  id: string
  scopes: BudgetScope[]
  /** The most the call can cost: all input and the longest answer at the model's price. Null when the price is not known. */
  micros: number | null
  /** The most tokens the call can use, in and out. */
  tokens: number
  /** Milliseconds since 1970. */
  now: number
  /** A reservation that is not settled in this time counts as spent. Without it, an hour. */
  leaseMs?: number
}

/** What a call took. Null is "the service did not say": then the reserved amount is what counts. */
export interface BudgetBill {
  id: string
  micros: number | null
  tokens: number | null
  now: number
}

export type BudgetRefusal =
  /** An admin has stopped generation. */
  | { ok: false; why: 'stopped' }
  /** The call of this id is over and paid for. */
  | { ok: false; why: 'settled' }
  | { ok: false; why: 'over'; meter: BudgetMeter; asked: { micros: number | null; tokens: number } }

/** `repeated`: this id was reserved before, and counts once. */
export type BudgetAnswer = { ok: true; repeated: boolean } | BudgetRefusal

export interface Settlement {
  /** False when this id was settled before, or never reserved: nothing has changed then. */
  settled: boolean
  /** What the call took beyond its reservation. More than 0 means that the reservation was not the most the call could cost. */
  overrunMicros: number
  overrunTokens: number
}

export const nothingUsed: BudgetUse = { spentMicros: 0, heldMicros: 0, spentTokens: 0, heldTokens: 0, unpricedCalls: 0 }

/** The UTC day of a moment: `2026-11-23`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}

interface Call {
  run: string
  /** `owner/repo#number`. */
  issue: string
  /** Login of the person who caused the call; null where it was no person. */
  user: string | null
  /** `owner/repo`. */
  repository: string
  now: number
}

/** The budgets a call counts against. Logins and repositories are the same in any case, as on GitHub. */
export function scopesOf({ run, issue, user, repository, now }: Call): BudgetScope[] {
  const day = dayOf(now)
  const scopes: BudgetScope[] = [
    runScope(run),
    issueScope(issue),
    { kind: 'repository', key: `repository:${repository.toLowerCase()}@${day}` },
    dayScope(now),
  ]
  if (user !== null) scopes.splice(2, 0, { kind: 'user', key: `user:${user.toLowerCase()}@${day}` })
  return scopes
}

/** The budget of one round of drafts: `<issue key>/<round>`. */
export function runScope(run: string): BudgetScope {
  return { kind: 'run', key: `run:${run}` }
}

/** The budget of an issue, `owner/repo#number`, for its whole life. */
export function issueScope(issue: string): BudgetScope {
  return { kind: 'issue', key: `issue:${issue.toLowerCase()}` }
}

/** The budget of everything on the day of `now`. */
export function dayScope(now: number): BudgetScope {
  return { kind: 'day', key: `day:${dayOf(now)}` }
}

/** The name in a scope's key, without kind and day. */
export function subjectOf({ kind, key }: BudgetScope): string {
  const subject = key.slice(kind.length + 1)
  return kind === 'user' || kind === 'repository' ? subject.replace(/@\d{4}-\d\d-\d\d$/, '') : subject
}

/** What is left of a budget, at least 0; null where there is no limit. */
export function leftOf({ limit, use }: Pick<BudgetMeter, 'limit' | 'use'>): BudgetLimit {
  const left = (most: number | null, spent: number, held: number) => (most === null ? null : Math.max(0, most - spent - held))
  return { micros: left(limit.micros, use.spentMicros, use.heldMicros), tokens: left(limit.tokens, use.spentTokens, use.heldTokens) }
}

/** True when a budget has no room for an amount. An unknown price takes room in tokens only. */
export function isOver(meter: Pick<BudgetMeter, 'limit' | 'use'>, asked: { micros: number | null; tokens: number }): boolean {
  const left = leftOf(meter)
  return (left.micros !== null && (asked.micros ?? 0) > left.micros) || (left.tokens !== null && asked.tokens > left.tokens)
}

/** `$2.50`; amounts below ten cents to the hundredth of a cent; `unknown` for null. */
export function moneyText(micros: number | null): string {
  if (micros === null) return 'unknown'
  const dollars = micros / 1_000_000
  const digits = micros !== 0 && Math.abs(micros) < 100_000 ? 4 : 2
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}

/** `12,000 tokens`. */
export function tokensText(tokens: number): string {
  return `${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`
}

const whose: Record<BudgetKind, (subject: string) => string> = {
  run: () => 'this run',
  issue: (subject) => `issue ${subject}`,
  user: (subject) => `${subject} for today`,
  repository: (subject) => `the repository ${subject} for today`,
  day: () => 'the whole registry for today',
}

const wayOn: Record<BudgetKind, string> = {
  run: 'An admin can raise the limit of a run at /admin; then retry.',
  issue: 'An admin can raise the limit of an issue at /admin; then retry.',
  user: 'Retry after midnight UTC, or an admin raises the limit at /admin.',
  repository: 'Retry after midnight UTC, or an admin raises the limit at /admin.',
  day: 'Retry after midnight UTC, or an admin raises the limit at /admin.',
}

/** Why a call may not be made, what that means and what to do; safe to show to anyone who sees the issue. */
export function refusalText(refusal: BudgetRefusal): string {
  switch (refusal.why) {
    case 'stopped':
      return 'Generation is stopped by an admin, so no model is called. It goes on when an admin starts it at /admin; then retry.'
    case 'settled':
      return 'This call was made and paid for already, so it is not made again. Retry to make a new one.'
    case 'over': {
      const { meter, asked } = refusal
      const left = leftOf(meter)
      const short = left.micros !== null && asked.micros !== null && asked.micros > left.micros
      const needs = short ? moneyText(asked.micros) : tokensText(asked.tokens)
      const has = short ? `${moneyText(left.micros)} of ${moneyText(meter.limit.micros)}` : tokensOf(left.tokens, meter.limit.tokens)
      const { kind } = meter.scope
      return `The budget of ${whose[kind](subjectOf(meter.scope))} has no room: the next call may take up to ${needs}, and ${has} is left. ${wayOn[kind]}`
    }
  }
}

function tokensOf(left: number | null, limit: number | null): string {
  return `${(left ?? 0).toLocaleString('en-US')} of ${tokensText(limit ?? 0)}`
}
