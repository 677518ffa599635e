import { type IssueRecord, maxAttempts } from './issue-record.ts'
import { end, enqueue, go, type Turn } from './turn.ts'

/** What a draft of this round failed at. Records of an earlier version have the first two fields only. */
export interface Failure {
  draftHash: string
  signature: string
  provider?: string
  /** How many checks block it. */
  count?: number
  first?: string
}

/** Findings handed on: the first are the ones that matter, and a prompt has a size. */
const maxFindings = 40

/**
 * Bounded repair. Each failure goes back with file, line and hint. The same draft or the same failure a second time changes the strategy (another provider, a narrower
 * task); a third time is a loop, which stops as `stuck`. Attempts of a round are counted besides.
 */
export function repair(turn: Turn, signature: string, findings: string[]): void {
  const { record } = turn
  const first = findings[0] ?? 'no finding was given'
  const { hash = '', provider = 'unknown' } = record.draft ?? {}
  record.failures.push({ draftHash: hash, signature, provider, count: findings.length, first: first.slice(0, 300) })
  const seen = timesSeen(record.failures)
  const isOver = seen >= 3 || record.attempt >= maxAttempts
  if (isOver && fallBack(turn)) return
  if (seen >= 3) {
    turn.restoresBest = true
    return end(
      turn,
      'stuck',
      `The same checks failed three times. ${accountOf(record)}`,
      'Narrow the request, or take the draft over by hand; the best one is kept below.',
    )
  }
  if (record.attempt >= maxAttempts) {
    turn.restoresBest = true
    const reason = `No draft of ${maxAttempts} passed the checks. ${accountOf(record)}`
    return end(turn, 'failed', reason, 'Read the report, edit the request, then choose Retry; the best draft is kept below.')
  }
  record.attempt += 1
  record.feedback = [...reviewWords(record.feedback), ...findings.slice(0, maxFindings)]
  if (seen === 2) turn.notes.push('The same checks failed again; the next draft is made in another way.')
  go(turn, 'repairing')
  enqueue(turn, 'generate')
}

/**
 * A draft that passes with warnings goes back once, as a careful colleague would send it: most warnings are real defects that merely stop nothing. The draft that passed is kept and used
 * when the next one is no better. The offline generator would write the same again, and people are not sent back.
 */
export function mayPolish(record: IssueRecord, warnings: readonly string[]): boolean {
  const provider = record.draft?.provider
  const isModel = provider !== undefined && provider !== 'exemplar' && provider !== 'human'
  return isModel && warnings.length > 0 && record.polished !== record.roundAt && record.attempt < maxAttempts
}

/** Sends a draft that passed back with its warnings. */
export function polish(turn: Turn, warnings: readonly string[]): void {
  const { record } = turn
  record.polished = record.roundAt
  record.attempt += 1
  record.feedback = [...reviewWords(record.feedback), ...warnings.slice(0, maxFindings).map((warning) => `warn ${warning}`)]
  turn.notes.push(`The draft passes; it goes back once for ${warnings.length} warnings.`)
  go(turn, 'repairing')
  enqueue(turn, 'generate')
}

/** Publishes the draft of this round that passed, when there is one: what came after it was no better. False when none did. */
export function fallBack(turn: Turn): boolean {
  const { record } = turn
  if (record.polished !== record.roundAt) return false
  turn.restoresBest = true
  turn.notes.push('The draft that passed before is used.')
  publish(turn)
  return true
}

/** On to the pull request. */
export function publish(turn: Turn): void {
  turn.record.job = null
  turn.record.reportOk = true
  go(turn, 'opening_pull_request')
  turn.effects.push({ type: 'PublishDraft', round: turn.record.round })
}

/** How often the newest failure has come in this round, itself included. */
function timesSeen(failures: readonly Failure[]): number {
  const last = failures.at(-1)
  return failures.filter(({ draftHash, signature }) => draftHash === last?.draftHash || signature === last?.signature).length
}

/** How the next draft is to be made: another way once the same failure has come twice, then best by somebody else. */
export function strategyOf({ failures }: Pick<IssueRecord, 'failures'>): { strategy: 'same' | 'other'; avoid: string[] } {
  const isRepeated = failures.length > 0 && timesSeen(failures) >= 2
  return isRepeated
    ? { strategy: 'other', avoid: [...new Set(failures.flatMap(({ provider }) => provider ?? []))] }
    : { strategy: 'same', avoid: [] }
}

/** One sentence an attempt: who wrote it, how much failed, what first. */
function accountOf({ failures }: Pick<IssueRecord, 'failures'>): string {
  return failures
    .map(({ provider, count = 1, first = 'unknown' }, index) => {
      const more = count > 1 ? ` and ${count - 1} more` : ''
      return `Attempt ${index + 1}${provider ? ` (${provider})` : ''}: ${first}${more}.`
    })
    .join(' ')
    .replace(/\.\.(?= |$)/g, '.')
}

/** Reviewers' words stay for the whole round; findings belong to one draft. */
function reviewWords(feedback: string[]): string[] {
  return feedback.filter((line) => line.startsWith('Reviewer '))
}
