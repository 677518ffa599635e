import type { IssueEvent } from './issue-events.ts'
import type { IssueRecord } from './issue-record.ts'

/**
 * A slash command on the first line of a comment, as the event it asks for; null when there is none.
 * Known: /retry, /generate, /cancel, /approve-plan, /plan with the changed plan below it, /pause, /resume, /approve, /revise TEXT.
 */
export function parseCommand(text: string, login: string, record: IssueRecord): IssueEvent | null {
  const first = text.trimStart().split('\n', 1)[0]?.trim() ?? ''
  const match = /^\/([a-z-]+)(?:\s+(.{1,2000}))?$/.exec(first)
  if (match === null) return null
  switch (match[1]) {
    case 'retry':
    case 'generate':
      return { type: 'RetryAsked', login }
    case 'cancel':
      return { type: 'CancelAsked', login }
    case 'plan':
      return { type: 'PlanEdited', login, text: text.trimStart().slice('/plan'.length, 8000) }
    case 'approve-plan':
      return { type: 'PlanApproved', login }
    case 'pause':
      return { type: 'PauseAsked', login }
    case 'resume':
      return { type: 'ResumeAsked', login }
    case 'approve':
      return { type: 'DraftApproved', login, headSha: record.pull?.headSha ?? '' }
    case 'revise':
      return { type: 'ChangesRequested', login, text: match[2] ?? 'Please revise the draft.' }
    default:
      return null
  }
}
