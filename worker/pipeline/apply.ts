import { newRecord } from '../domain/decide-request.ts'
import type { IssueEvent } from '../domain/issue-events.ts'
import { outboxKey } from '../domain/issue-events.ts'
import type { IssueRecord } from '../domain/issue-record.ts'
import { transition } from '../domain/transition.ts'
import type { Turn } from '../domain/turn.ts'
import type { LiveEvent } from '../domain/views.ts'
import { digest, type Journal, type NewEvent } from './journal.ts'

interface Cause {
  actor: string
  /** Where the event came from: a delivery, a job, the web page, an alarm. */
  cause: string
  now: number
}

/** Applies one event to the stored issue in one synchronous turn; the caller wraps it in a transaction. */
export function applyEvent(journal: Journal, event: IssueEvent, from: Cause): { refusal: string | null; events: LiveEvent[] } {
  const stored = journal.record() ?? ('filing' in event ? newRecord(event.filing, from.now) : null)
  if (stored === null) return { refusal: 'There is no request for this issue.', events: [] }
  const turn = transition(stored, event, from.now)
  if (turn.restoresBest) restoreBest(journal, turn)
  journal.saveRecord(turn.record)
  for (const run of turn.ended ?? []) journal.keepRun(run)
  const events = journal.append(eventsOf(turn, from), from.now)
  recordAudit({ journal, turn, event, from, events })
  for (const effect of turn.effects) journal.post(outboxKey(effect), effect, from.now)
  return { refusal: turn.refusal, events }
}

/** What people take over by hand is the draft that came closest. */
function restoreBest(journal: Journal, turn: Turn): void {
  const best = journal.best(turn.record.roundAt)
  if (best === null || turn.record.draft === null) return
  journal.replaceFiles(best.files)
  journal.saveWritten(best.written)
  journal.saveReport(best.report)
  const note = 'Of the drafts of this round this one failed the fewest checks.'
  turn.record.draft = best.report.ok ? best.draft : { ...best.draft, notes: [...best.draft.notes, note] }
  turn.changed.push('files', 'report')
}

function eventsOf(turn: Turn, from: Cause): NewEvent[] {
  const steps: NewEvent[] = turn.steps.map(({ by, ...step }, index) => ({
    type: 'transition',
    ...step,
    actor: by?.actor ?? from.actor,
    cause: by?.cause ?? from.cause,
    note: index === turn.steps.length - 1 ? (turn.record.outcome?.reason ?? null) : null,
  }))
  const notes: NewEvent[] = turn.notes.map((text) => ({ type: 'note', actor: from.actor, text }))
  const changed: NewEvent[] = turn.changed.map((what) => ({ type: 'changed', what }))
  return [...notes, ...changed, ...steps]
}

function recordAudit(what: { journal: Journal; turn: Turn; event: IssueEvent; from: Cause; events: LiveEvent[] }): void {
  const { journal, turn, event, from, events } = what
  const record: IssueRecord = turn.record
  const transitions = events.filter((entry) => entry.type === 'transition')
  if (transitions.length === 0) return
  const inputHash = digest(JSON.stringify(event))
  journal.audit(
    transitions.map(({ seq, from: before, to, actor, cause }) => ({
      key: record.key,
      seq,
      at: from.now,
      actor,
      cause,
      event: event.type,
      from: before,
      to,
      inputHash,
    })),
  )
}
