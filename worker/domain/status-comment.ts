import { approvalText, forecastText } from './forecast-text.ts'
import type { IssueRecord } from './issue-record.ts'
import { quoteForMarkdown } from './sanitise.ts'
import type { StateName } from './states.ts'

/** First line of the App's one comment on an issue: how it finds its own comment again. */
export const statusMarker = '<!-- codecollection-registry:status -->'

const headlines: Record<StateName, string> = {
  received: 'Thank you. The request is being read.',
  denied: 'Thank you for the request. It was not started.',
  triaged: 'The request is being planned.',
  needs_info: 'The request needs an answer before work can begin.',
  duplicate: 'A CodeBundle for this exists already.',
  planned: 'The plan is made.',
  awaiting_plan_approval: 'The plan waits for a reviewer to approve it.',
  queued: 'The plan is approved; the draft is next in line.',
  generating: 'The draft is being written.',
  validating: 'The draft is being checked in the sandbox.',
  repairing: 'A check failed; the draft is being repaired.',
  opening_pull_request: 'All checks passed; the pull request is being opened.',
  in_review: 'The draft is ready for review.',
  changes_requested: 'A reviewer asked for changes; a new draft is next in line.',
  approved: 'The draft is approved.',
  merging: 'The pull request is being merged.',
  merged: 'The pull request is merged.',
  indexing: 'The registry is reading the merged CodeBundle.',
  published: 'Done: the CodeBundle is in the registry.',
  failed: 'The request stopped.',
  stuck: 'No way was found to a draft that passes the checks.',
  cancelled: 'The request was cancelled.',
  expired: 'The request expired.',
  paused: 'The request is paused.',
}

/** The status comment for an issue: what is happening, why, what comes next, and where to watch it. Markdown, safe to post. */
export function statusComment(record: IssueRecord, publicUrl: string): string {
  const { repository, plan, pull, outcome } = record
  const page = `${publicUrl}/issues/${repository.owner}/${repository.repo}/${record.number}`
  const lines = [statusMarker, `**${headlines[record.state]}**`, '']
  if (outcome !== null) lines.push(quoteForMarkdown(outcome.reason), '', `What to do next: ${quoteForMarkdown(outcome.nextAction)}`, '')
  if (record.state === 'awaiting_plan_approval' && record.trust !== null) {
    const next =
      'What to do next: a reviewer approves the plan on the page below or with `/approve-plan` in a comment, or changes it first.'
    lines.push(quoteForMarkdown(record.waits ?? record.trust.reason), '', next, '')
  }
  if (plan !== null && record.state !== 'denied') {
    lines.push(`Planned: \`${plan.slug}\` (${plan.platform}, ${plan.access})`, '')
    lines.push(...plan.tasks.map((task) => `- ${quoteForMarkdown(task.title)}`), '')
    if (record.forecast) lines.push(`Expected: ${quoteForMarkdown(forecastText(record.forecast))}.`, '')
    if (record.planApproval) lines.push(`${quoteForMarkdown(approvalText(record.planApproval))}.`, '')
  }
  if (record.request.removed.length > 0 && record.state !== 'denied') {
    const what = record.request.removed.map(({ what, count }) => `${count} × ${what}`).join(', ')
    lines.push(`Left out of the request before anything read it: ${what}.`, '')
  }
  if (pull !== null) lines.push(`Pull request: #${pull.number}`, '')
  if (record.state === 'published' && plan !== null) {
    lines.push(`[See it in the registry](${publicUrl}/collections/${repository.repo}/codebundles/${plan.slug})`, '')
  }
  lines.push(`[Watch it live](${page})`)
  return lines.join('\n')
}
