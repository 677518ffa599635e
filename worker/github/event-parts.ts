import * as z from 'zod'
import type {
  EventActor,
  EventComment,
  EventIssue,
  EventPull,
  EventRepository,
  EventReview,
  InstalledRepository,
} from '../domain/delivery-event.ts'

/** Objects that GitHub's events share. Each keeps what is read and drops the rest; fields GitHub may leave out have a stated reading. */

/** ISO text to milliseconds since 1970. */
const time = z.string().transform((text, context) => {
  const at = Date.parse(text)
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: 'not a date' })
  return at
})

export const actorOf = z
  .object({ login: z.string(), id: z.number().int(), type: z.string().nullish() })
  .transform((raw): EventActor => ({ login: raw.login, id: raw.id, type: raw.type ?? 'User' }))

/** A deleted account is null in GitHub's payloads; GitHub shows such people as `ghost`. */
const author = actorOf.nullish().transform((actor): EventActor => actor ?? { login: 'ghost', id: 0, type: 'Unknown' })

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

const association = z
  .string()
  .nullish()
  .transform((value) => value ?? 'NONE')

const fullName = z.string().regex(/^[^/]+\/[^/]+$/)

function ownerAndName(name: string): { owner: string; repo: string } {
  const slash = name.indexOf('/')
  return { owner: name.slice(0, slash), repo: name.slice(slash + 1) }
}

export const repositoryOf = z
  .object({
    id: z.number().int(),
    full_name: fullName,
    default_branch: z.string(),
    private: z.boolean(),
    html_url: z.string(),
    clone_url: z.string(),
    description: text,
    updated_at: time.nullish(),
  })
  .transform(
    (raw): EventRepository => ({
      id: raw.id,
      ...ownerAndName(raw.full_name),
      defaultBranch: raw.default_branch,
      private: raw.private,
      url: raw.html_url,
      cloneUrl: raw.clone_url,
      description: raw.description,
      updatedAt: raw.updated_at ?? 0,
    }),
  )

export const installedOf = z
  .object({ id: z.number().int(), full_name: fullName, private: z.boolean().nullish() })
  .transform((raw): InstalledRepository => ({ id: raw.id, ...ownerAndName(raw.full_name), private: raw.private ?? false }))

export const issueOf = z
  .object({
    number: z.number().int().positive(),
    title: z.string(),
    body: text,
    state: z.string().nullish(),
    labels: z.array(z.object({ name: z.string() })).nullish(),
    user: author,
    author_association: association,
    pull_request: z.unknown().optional(),
    html_url: z.string(),
    created_at: time,
    updated_at: time,
  })
  .transform(
    (raw): EventIssue => ({
      number: raw.number,
      title: raw.title,
      body: raw.body,
      state: raw.state ?? 'open',
      labels: (raw.labels ?? []).map((label) => label.name),
      author: raw.user,
      association: raw.author_association,
      isPullRequest: raw.pull_request !== undefined && raw.pull_request !== null,
      url: raw.html_url,
      createdAt: raw.created_at,
      updatedAt: raw.updated_at,
    }),
  )

export const commentOf = z
  .object({
    id: z.number().int(),
    body: text,
    user: author,
    author_association: association,
    created_at: time,
    updated_at: time,
  })
  .transform(
    (raw): EventComment => ({
      id: raw.id,
      body: raw.body,
      author: raw.user,
      association: raw.author_association,
      createdAt: raw.created_at,
      updatedAt: raw.updated_at,
    }),
  )

/** Review events carry a shorter pull request, without `merged` and `draft`; `merged_at` says the former there. */
export const pullOf = z
  .object({
    number: z.number().int().positive(),
    state: z.string(),
    draft: z.boolean().nullish(),
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    merge_commit_sha: z.string().nullish(),
    head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.number().int() }).nullish() }),
    base: z.object({ ref: z.string() }),
    title: z.string(),
    user: author,
    html_url: z.string(),
    updated_at: time,
  })
  .transform(
    (raw): EventPull => ({
      number: raw.number,
      state: raw.state,
      draft: raw.draft ?? false,
      merged: raw.merged ?? (raw.merged_at !== undefined && raw.merged_at !== null),
      mergeCommitSha: raw.merge_commit_sha ?? null,
      headSha: raw.head.sha,
      headRef: raw.head.ref,
      headRepositoryId: raw.head.repo?.id ?? null,
      baseRef: raw.base.ref,
      title: raw.title,
      author: raw.user,
      url: raw.html_url,
      updatedAt: raw.updated_at,
    }),
  )

/** The review state is upper case over REST and lower case in events; it is kept lower case. */
export const reviewOf = z
  .object({
    id: z.number().int(),
    state: z.string(),
    body: text,
    commit_id: z.string().nullish(),
    user: author,
    author_association: association,
    submitted_at: time.nullish(),
  })
  .transform(
    (raw): EventReview => ({
      id: raw.id,
      state: raw.state.toLowerCase(),
      body: raw.body,
      commitId: raw.commit_id ?? null,
      author: raw.user,
      association: raw.author_association,
      submittedAt: raw.submitted_at ?? null,
    }),
  )

export const releaseOf = z
  .object({
    id: z.number().int(),
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: time.nullish(),
  })
  .transform((raw) => ({
    id: raw.id,
    tag: raw.tag_name,
    draft: raw.draft,
    prerelease: raw.prerelease,
    publishedAt: raw.published_at ?? null,
  }))
