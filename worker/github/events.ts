import * as z from 'zod'
import {
  type DeliveryEvent,
  installationActions,
  installationRepositoryActions,
  issueActions,
  issueCommentActions,
  pullRequestActions,
  releaseActions,
  repositoryActions,
  reviewActions,
} from '../domain/delivery-event.ts'
import type { DeliveryReading } from '../domain/delivery-inbox.ts'
import { actorOf, commentOf, installedOf, issueOf, pullOf, releaseOf, repositoryOf, reviewOf } from './event-parts.ts'

const installation = z.object({ id: z.number().int() })

const fromRepository = {
  installation: installation.nullish(),
  repository: repositoryOf,
  sender: actorOf.nullish(),
}

/** GitHub leaves the sender out of some automatic events; nobody is then to be credited or charged. */
const nobody = { login: 'ghost', id: 0, type: 'Unknown' }

type FromRepository = {
  installation?: { id: number } | null | undefined
  sender?: { login: string; id: number; type: string } | null | undefined
}

function origin(raw: FromRepository) {
  return { installationId: raw.installation?.id ?? null, sender: raw.sender ?? nobody }
}

const issues = z
  .object({ action: z.enum(issueActions), issue: issueOf, label: z.object({ name: z.string() }).nullish(), ...fromRepository })
  .transform((raw) => ({
    event: 'issues' as const,
    action: raw.action,
    ...origin(raw),
    repository: raw.repository,
    issue: raw.issue,
    label: raw.label?.name ?? null,
  }))

const issueComment = z
  .object({ action: z.enum(issueCommentActions), issue: issueOf, comment: commentOf, ...fromRepository })
  .transform((raw) => ({
    event: 'issue_comment' as const,
    action: raw.action,
    ...origin(raw),
    repository: raw.repository,
    issue: raw.issue,
    comment: raw.comment,
  }))

const pullRequest = z.object({ action: z.enum(pullRequestActions), pull_request: pullOf, ...fromRepository }).transform((raw) => ({
  event: 'pull_request' as const,
  action: raw.action,
  ...origin(raw),
  repository: raw.repository,
  pull: raw.pull_request,
}))

const pullRequestReview = z
  .object({ action: z.enum(reviewActions), pull_request: pullOf, review: reviewOf, ...fromRepository })
  .transform((raw) => ({
    event: 'pull_request_review' as const,
    action: raw.action,
    ...origin(raw),
    repository: raw.repository,
    pull: raw.pull_request,
    review: raw.review,
  }))

const push = z
  .object({
    ref: z.string(),
    before: z.string(),
    after: z.string(),
    deleted: z.boolean().nullish(),
    forced: z.boolean().nullish(),
    ...fromRepository,
  })
  .transform((raw) => ({
    event: 'push' as const,
    action: null,
    ...origin(raw),
    repository: raw.repository,
    push: {
      ref: raw.ref,
      before: raw.before,
      after: raw.after,
      defaultBranch: raw.repository.defaultBranch,
      deleted: raw.deleted ?? false,
      forced: raw.forced ?? false,
    },
  }))

const release = z.object({ action: z.enum(releaseActions), release: releaseOf, ...fromRepository }).transform((raw) => ({
  event: 'release' as const,
  action: raw.action,
  ...origin(raw),
  repository: raw.repository,
  release: raw.release,
}))

const installed = z.object({ id: z.number().int(), account: actorOf })

const installationChange = z
  .object({
    action: z.enum(installationActions),
    installation: installed,
    repositories: z.array(installedOf).nullish(),
    sender: actorOf.nullish(),
  })
  .transform((raw) => ({
    event: 'installation' as const,
    action: raw.action,
    installationId: raw.installation.id,
    account: raw.installation.account,
    repositories: raw.repositories ?? [],
    sender: raw.sender ?? nobody,
  }))

const installationRepositories = z
  .object({
    action: z.enum(installationRepositoryActions),
    installation: installed,
    repositories_added: z.array(installedOf).nullish(),
    repositories_removed: z.array(installedOf).nullish(),
    sender: actorOf.nullish(),
  })
  .transform((raw) => ({
    event: 'installation_repositories' as const,
    action: raw.action,
    installationId: raw.installation.id,
    account: raw.installation.account,
    added: raw.repositories_added ?? [],
    removed: raw.repositories_removed ?? [],
    sender: raw.sender ?? nobody,
  }))

const repositoryChange = z.object({ action: z.enum(repositoryActions), ...fromRepository }).transform((raw) => ({
  event: 'repository' as const,
  action: raw.action,
  ...origin(raw),
  repository: raw.repository,
}))

const ping = z.object({ hook_id: z.number().int(), zen: z.string() }).transform((raw) => ({
  event: 'ping' as const,
  action: null,
  installationId: null,
  hookId: raw.hook_id,
  zen: raw.zen,
}))

/** Each event that is read: its schema, and the actions something is done for (null for an event without actions). */
const readers = new Map<string, { schema: z.ZodType<DeliveryEvent>; actions: readonly string[] | null }>([
  ['issues', { schema: issues, actions: issueActions }],
  ['issue_comment', { schema: issueComment, actions: issueCommentActions }],
  ['pull_request', { schema: pullRequest, actions: pullRequestActions }],
  ['pull_request_review', { schema: pullRequestReview, actions: reviewActions }],
  ['push', { schema: push, actions: null }],
  ['release', { schema: release, actions: releaseActions }],
  ['installation', { schema: installationChange, actions: installationActions }],
  ['installation_repositories', { schema: installationRepositories, actions: installationRepositoryActions }],
  ['repository', { schema: repositoryChange, actions: repositoryActions }],
  ['ping', { schema: ping, actions: null }],
])

const named = z.object({ action: z.string().max(100).nullish() })

/**
 * Reads the parsed JSON of a delivery whose `X-GitHub-Event` is `name`. Unknown events, and known events with an action nothing is done
 * for, are `ignored`; a known event that lacks what is read of it is `invalid`.
 */
export function readDelivery(name: string, json: unknown): DeliveryReading {
  const head = named.safeParse(json)
  if (!head.success) return { kind: 'invalid', where: 'body' }
  const action = head.data.action ?? null
  const reader = readers.get(name)
  if (!reader) return { kind: 'ignored', action }
  if (reader.actions !== null && action !== null && !reader.actions.includes(action)) return { kind: 'ignored', action }
  const parsed = reader.schema.safeParse(json)
  if (!parsed.success) return { kind: 'invalid', where: parsed.error.issues[0]?.path.join('.') || 'body' }
  const event = parsed.data
  return {
    kind: 'event',
    event,
    repositoryId: 'repository' in event ? event.repository.id : null,
    issueNumber: 'issue' in event ? event.issue.number : 'pull' in event ? event.pull.number : null,
  }
}
