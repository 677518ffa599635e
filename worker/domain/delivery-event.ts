/**
 * A webhook delivery as the product reads it: one member per event kind, holding only what is acted on.
 * Everything in it was written by someone outside and is untrusted. Times are milliseconds since 1970 (UTC).
 * `installationId` is null for a delivery that did not come through the App (a hook set on the repository itself): nothing can be done for it.
 */

/** How GitHub relates the author to the repository; text as delivered, since GitHub adds kinds. */
type Association = string

export interface EventActor {
  login: string
  id: number
  /** `User`, `Bot`, `Organization`, `Mannequin` …; anything but `User` never costs anything. */
  type: string
}

export interface EventRepository {
  id: number
  owner: string
  repo: string
  defaultBranch: string
  private: boolean
  /** Address for people, without a trailing slash. */
  url: string
  cloneUrl: string
  description: string
  /** When GitHub last changed the repository's own facts, its name among them; 0 where it does not say. */
  updatedAt: number
}

/** A repository as installation events name it: no owner object, no branch. */
export interface InstalledRepository {
  id: number
  owner: string
  repo: string
  private: boolean
}

export interface EventIssue {
  number: number
  title: string
  body: string
  state: string
  labels: string[]
  author: EventActor
  association: Association
  /** True for a comment on a pull request, which GitHub delivers as a comment on an issue. */
  isPullRequest: boolean
  url: string
  createdAt: number
  updatedAt: number
}

export interface EventComment {
  id: number
  body: string
  author: EventActor
  association: Association
  createdAt: number
  updatedAt: number
}

export interface EventPull {
  number: number
  state: string
  draft: boolean
  merged: boolean
  mergeCommitSha: string | null
  headSha: string
  headRef: string
  /** Repository the head branch lives in; null when that fork is gone. */
  headRepositoryId: number | null
  baseRef: string
  title: string
  author: EventActor
  url: string
  updatedAt: number
}

export interface EventReview {
  id: number
  /** Lower case: `approved`, `changes_requested`, `commented`, `dismissed`. */
  state: string
  body: string
  /** Commit that was reviewed. */
  commitId: string | null
  author: EventActor
  association: Association
  /** Null for a review that is not submitted yet. */
  submittedAt: number | null
}

export const issueActions = [
  'opened',
  'edited',
  'labeled',
  'unlabeled',
  'closed',
  'reopened',
  'locked',
  'unlocked',
  'deleted',
  'transferred',
] as const
export const issueCommentActions = ['created', 'edited', 'deleted'] as const
export const pullRequestActions = [
  'opened',
  'edited',
  'synchronize',
  'closed',
  'reopened',
  'ready_for_review',
  'converted_to_draft',
  'labeled',
  'unlabeled',
] as const
export const reviewActions = ['submitted', 'edited', 'dismissed'] as const
export const releaseActions = ['published', 'released', 'edited', 'deleted'] as const
export const installationActions = ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'] as const
export const repositoryActions = ['renamed', 'transferred', 'archived', 'unarchived', 'deleted', 'privatized', 'publicized'] as const
export const installationRepositoryActions = ['added', 'removed'] as const

interface FromRepository {
  installationId: number | null
  repository: EventRepository
  sender: EventActor
}

interface IssuesEvent extends FromRepository {
  event: 'issues'
  action: (typeof issueActions)[number]
  issue: EventIssue
  /** The label that was added or taken off, for those two actions. */
  label: string | null
}

interface IssueCommentEvent extends FromRepository {
  event: 'issue_comment'
  action: (typeof issueCommentActions)[number]
  issue: EventIssue
  comment: EventComment
}

interface PullRequestEvent extends FromRepository {
  event: 'pull_request'
  action: (typeof pullRequestActions)[number]
  pull: EventPull
}

interface PullRequestReviewEvent extends FromRepository {
  event: 'pull_request_review'
  action: (typeof reviewActions)[number]
  pull: EventPull
  review: EventReview
}

interface PushEvent extends FromRepository {
  event: 'push'
  action: null
  push: {
    /** Full name: `refs/heads/main`, `refs/tags/v1`. */
    ref: string
    before: string
    after: string
    defaultBranch: string
    deleted: boolean
    forced: boolean
  }
}

interface ReleaseEvent extends FromRepository {
  event: 'release'
  action: (typeof releaseActions)[number]
  release: { id: number; tag: string; draft: boolean; prerelease: boolean; publishedAt: number | null }
}

interface InstallationEvent {
  event: 'installation'
  action: (typeof installationActions)[number]
  installationId: number
  account: EventActor
  repositories: InstalledRepository[]
  sender: EventActor
}

interface InstallationRepositoriesEvent {
  event: 'installation_repositories'
  action: (typeof installationRepositoryActions)[number]
  installationId: number
  account: EventActor
  added: InstalledRepository[]
  removed: InstalledRepository[]
  sender: EventActor
}

interface RepositoryEvent extends FromRepository {
  event: 'repository'
  action: (typeof repositoryActions)[number]
}

interface PingEvent {
  event: 'ping'
  action: null
  installationId: null
  hookId: number
  zen: string
}

export type DeliveryEvent =
  | IssuesEvent
  | IssueCommentEvent
  | PullRequestEvent
  | PullRequestReviewEvent
  | PushEvent
  | ReleaseEvent
  | InstallationEvent
  | InstallationRepositoriesEvent
  | RepositoryEvent
  | PingEvent
