import type { Ask } from './issue-record.ts'
import { enqueue, go, type Turn } from './turn.ts'

/** Begins a round with what was asked, joins it to the round that has not begun, or keeps it for the next one. */
export function takeAsks(turn: Turn, asks: readonly Ask[]): void {
  const { record } = turn
  if (record.state === 'changes_requested' && record.job?.begun === false) {
    record.asked = [...(record.asked ?? []), ...asks]
    record.feedback = feedbackOf(record.asked)
    return
  }
  if (record.state !== 'in_review') {
    record.waiting = [...(record.waiting ?? []), ...asks]
    turn.notes.push('A draft is on its way; what was asked is taken up in the next round.')
    return
  }
  record.approval = null
  record.round += 1
  record.attempt = 0
  record.failures = []
  // The report is about the draft before.
  record.reportOk = null
  record.roundAt = turn.now
  record.asked = [...asks]
  record.feedback = feedbackOf(asks)
  go(turn, 'changes_requested')
  enqueue(turn, 'generate')
}

/** The draft is on its pull request: what was asked is answered, and what was asked meanwhile begins the next round. */
export function answerAsks(turn: Turn, headSha: string): void {
  const { record } = turn
  const { changed = [], notes = [] } = record.draft ?? {}
  const asks = record.asked ?? []
  if (asks.length > 0) turn.effects.push({ type: 'AnswerReview', round: record.round, asks, draft: { changed, notes, headSha } })
  record.asked = []
  const waiting = record.waiting ?? []
  record.waiting = []
  if (waiting.length > 0) takeAsks(turn, waiting)
}

function feedbackOf(asks: readonly Ask[]): string[] {
  return asks.map(({ login, text, path, line }) => {
    const where = path === null ? '' : ` on ${path}${line === null ? '' : `:${line}`}`
    return `Reviewer ${login}${where}: ${text}`
  })
}

/** Marks the App's answer to a round, so that it is posted once. */
export function answerMarker(round: number): string {
  return `<!-- codecollection-registry:answer:${round} -->`
}

/** The answer to each thing that was asked, as Markdown; `quote` makes untrusted words safe. */
export function answerText(
  asks: readonly Ask[],
  draft: { changed: readonly string[]; notes: readonly string[]; headSha: string },
  quote: (text: string) => string,
): string {
  const commit = draft.headSha.slice(0, 12)
  const answers = asks.map((ask) => {
    const words = quote(ask.text.slice(0, 500)).split('\n').join('\n> ')
    return `> ${ask.login}${ask.path === null ? '' : `, ${quote(ask.path)}${ask.line === null ? '' : ` line ${ask.line}`}`}: ${words}\n\n${resultOf(ask, draft.changed, commit)}`
  })
  const notes = draft.notes.map((note) => `- ${quote(note)}`)
  return [...answers, ...(notes.length > 0 ? [`What the generator says of this draft:\n\n${notes.join('\n')}`] : [])].join('\n\n')
}

function resultOf(ask: Ask, changed: readonly string[], commit: string): string {
  const list = changed.map((path) => `\`${path}\``).join(', ')
  if (changed.length === 0)
    return `Not changed: the draft in ${commit} came out the same. Say it in other words, or change it on the branch; a commit of yours is kept.`
  if (ask.path === null) return `Changed in ${commit}: ${list}.`
  if (changed.includes(ask.path)) return `Changed in ${commit}.`
  return `This file was not changed in ${commit}; changed were ${list}.`
}
