import type { DeliveryEvent, EventActor, EventIssue, EventRepository } from './delivery-event.ts'
import type { Filing, IssueEvent } from './issue-events.ts'
import type { IssueRecord } from './issue-record.ts'
import { parseRequest } from './parse-request.ts'
import { triggerLabel } from './states.ts'

/** Labels that ask for generation: ours, and those that older forms and wizards set. */
const triggerLabels: readonly string[] = [triggerLabel, 'auto-generate-codebundle', 'new-codebundle-request', 'auto-intake', 'intake']

const branchPattern = /^codecollection-registry\/issue-(\d{1,9})$/

/** The issue a delivery is about: directly, or through the branch of its pull request. Null for deliveries about no issue. */
export function issueOf(event: DeliveryEvent): { key: string; repository: EventRepository; installationId: number } | null {
  if (!('repository' in event) || event.installationId === null) return null
  const number = numberOf(event)
  if (number === null) return null
  return { key: `${event.repository.id}#${number}`, repository: event.repository, installationId: event.installationId }
}

function numberOf(event: DeliveryEvent): number | null {
  switch (event.event) {
    case 'issues':
      return event.issue.number
    case 'issue_comment':
      return event.issue.isPullRequest ? null : event.issue.number
    case 'pull_request':
    case 'pull_request_review': {
      // A branch of the same name in a fork is somebody else's.
      if (event.pull.headRepositoryId !== event.repository.id) return null
      const match = branchPattern.exec(event.pull.headRef)
      return match === null ? null : Number(match[1])
    }
    default:
      return null
  }
}

/** The repository of a known issue has another name or installation than is kept of it; null when it has not. */
export function movedTo(event: DeliveryEvent, known: IssueRecord | null): IssueEvent | null {
  if (known === null || !('repository' in event) || event.installationId === null) return null
  const { owner, repo, id: repositoryId, updatedAt: at } = event.repository
  const { installationId } = event
  const kept = known.repository
  if (kept.owner === owner && kept.repo === repo && kept.installationId === installationId) return null
  return { type: 'RepositoryMoved', repository: { installationId, repositoryId, owner, repo }, at }
}

/**
 * What a delivery means for its issue; null when it means nothing.
 * `known` is the stored record or null, `appLogin` the App's own account, `hash` a digest of text.
 */
export function readDelivery(
  event: DeliveryEvent,
  context: { known: IssueRecord | null; appLogin: string; hash: (text: string) => string },
): IssueEvent | null {
  const { known, appLogin } = context
  switch (event.event) {
    case 'issues':
      return readIssue(event, context)
    case 'issue_comment':
      return known === null ? null : readComment(event, known)
    case 'pull_request': {
      if (known === null) return null
      if (event.action === 'closed' && event.pull.merged) {
        return { type: 'PullRequestMerged', sha: event.pull.mergeCommitSha ?? event.pull.headSha, login: event.sender.login }
      }
      if (event.action === 'closed')
        return event.sender.login === appLogin ? null : { type: 'PullRequestClosed', login: event.sender.login }
      if (event.sender.login === appLogin) return null
      const what = { headSha: event.pull.headSha, login: event.sender.login }
      if (event.action === 'synchronize') return { type: 'HeadMoved', ...what }
      return event.action === 'reopened' ? { type: 'PullRequestReopened', ...what } : null
    }
    case 'pull_request_review': {
      const { review } = event
      if (known === null || event.action !== 'submitted' || review.author.type !== 'User') return null
      if (review.state !== 'approved' && review.state !== 'changes_requested') return null
      return {
        type: 'ReviewSubmitted',
        login: review.author.login,
        verdict: review.state,
        headSha: review.commitId ?? '',
        text: review.body.slice(0, 4000),
        reviewId: review.id,
      }
    }
    default:
      return null
  }
}

function readComment(event: Extract<DeliveryEvent, { event: 'issue_comment' }>, known: IssueRecord): IssueEvent | null {
  const { action, comment } = event
  if (action !== 'created' || comment.author.type !== 'User') return null
  if (isAnswer(comment, known)) return answerOf(event, known)
  return { type: 'CommandGiven', login: comment.author.login, text: comment.body, commentId: comment.id }
}

/** Whoever asked answers what was asked; a slash command is none. */
function isAnswer(comment: { body: string; author: { login: string } }, known: IssueRecord): boolean {
  return known.state === 'needs_info' && comment.author.login === known.requester.login && !/^\s*\//.test(comment.body)
}

/** The issue with the answer below it, read as one request. */
function answerOf({ issue, comment }: Extract<DeliveryEvent, { event: 'issue_comment' }>, known: IssueRecord): IssueEvent {
  // Earlier answers are in the text that is known already.
  const asked = known.request.text.startsWith(known.request.title) ? known.request.text.slice(known.request.title.length) : issue.body
  const body = `${asked.trim()}\n\n${comment.body}`
  const request = parseRequest({ title: known.title, body, labels: [...issue.labels, triggerLabel] })
  return { type: 'RequestAnswered', login: comment.author.login, request }
}

function readIssue(
  event: Extract<DeliveryEvent, { event: 'issues' }>,
  context: { known: IssueRecord | null; hash: (text: string) => string },
): IssueEvent | null {
  const { action, issue, sender, repository } = event
  if (issue.isPullRequest || event.installationId === null) return null
  const filing = fileIssue({ issue, sender, repository, installationId: event.installationId, hash: context.hash })
  if (context.known === null && filing.request.shape === 'none') return null
  if (action === 'closed') return { type: 'IssueClosed', filing }
  if (action === 'deleted' || action === 'transferred') return { type: 'IssueClosed', filing, how: action }
  // Bots label and edit all day; only people ask for work.
  if (sender.type !== 'User') return null
  switch (action) {
    case 'opened':
      return issue.state === 'closed' ? null : { type: 'RequestFiled', filing }
    case 'reopened':
      return issue.state === 'closed' ? null : { type: 'RequestFiled', filing, how: action }
    case 'labeled':
      return isTrigger(event.label) ? { type: 'RequestFiled', filing, how: action } : null
    case 'unlabeled':
      // Other labels that ask for generation are put on and taken off by whoever sorts issues.
      if (event.label?.toLowerCase() !== triggerLabel || issue.labels.some(isTrigger)) return null
      return { type: 'TriggerRemoved', login: sender.login, label: triggerLabel }
    case 'locked':
      return { type: 'IssueLocked', login: sender.login }
    case 'unlocked':
      return { type: 'IssueUnlocked', login: sender.login }
    case 'edited':
      return context.known === null ? { type: 'RequestFiled', filing } : { type: 'RequestEdited', filing }
    default:
      return null
  }
}

function isTrigger(label: string | null): boolean {
  return label !== null && triggerLabels.includes(label.toLowerCase())
}

function fileIssue(from: {
  issue: EventIssue
  sender: EventActor
  repository: EventRepository
  installationId: number
  hash: (text: string) => string
}): Filing {
  const { issue, sender, repository, installationId, hash } = from
  return {
    repository: { installationId, repositoryId: repository.id, owner: repository.owner, repo: repository.repo },
    number: issue.number,
    title: issue.title,
    url: issue.url,
    author: { login: issue.author.login, association: issue.association },
    sender: { login: sender.login, type: sender.type },
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    bodyHash: hash(`${issue.title}\n${issue.body}`),
    request: parseRequest({ title: issue.title, body: issue.body, labels: issue.labels }),
  }
}
