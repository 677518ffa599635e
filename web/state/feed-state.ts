import type { FeedMessage, IssueSummary } from '../../worker/domain/views.ts'
import { stateTexts } from '../format/stages.ts'

/** Brings `incoming` into `known` by key; an older `seq` never replaces a newer one. Newest activity first. */
export function mergeSummaries(known: IssueSummary[], incoming: IssueSummary[]): IssueSummary[] {
  const byKey = new Map(known.map((summary) => [summary.key, summary]))
  for (const summary of incoming) {
    const held = byKey.get(summary.key)
    if (held === undefined || summary.seq >= held.seq) byKey.set(summary.key, summary)
  }
  return [...byKey.values()].sort((a, b) => b.updatedAt - a.updatedAt)
}

export interface IssueGroup {
  id: 'waiting' | 'working' | 'ended'
  title: string
  issues: IssueSummary[]
}

/** The dashboard's groups: what waits for a person first. */
export function groupIssues(issues: IssueSummary[]): IssueGroup[] {
  const pick = (...tones: string[]) => issues.filter((issue) => tones.includes(stateTexts[issue.state].tone))
  return [
    { id: 'waiting', title: 'Waiting for a person', issues: pick('wait') },
    { id: 'working', title: 'In progress', issues: pick('work') },
    { id: 'ended', title: 'Finished', issues: pick('good', 'bad', 'quiet') },
  ]
}

/** Narrows parsed JSON to a feed message. */
export function isFeedMessage(data: unknown): data is FeedMessage {
  if (typeof data !== 'object' || data === null) return false
  const message: Partial<FeedMessage> = data
  return message.type === 'summaries' && Array.isArray(message.summaries)
}
