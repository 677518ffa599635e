import * as z from 'zod'
import { GitHubError } from '../domain/failure.ts'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { isDoubtful } from './classify.ts'
import type { GitHubClient, RepositoryCall } from './client.ts'
import { isSameText, markedText } from './comment-text.ts'

const note = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.number().int() }).nullish(),
})
type Note = z.infer<typeof note>

const pageSize = 100
/** Three thousand comments: past that the issue is not a request any more. */
const mostPages = 30

/** How the App's own writing is known: by its id, or by the login of its bot account. */
export interface AppIdentity {
  appId: string
  slug: string
}

function isOwn(found: Note, app: AppIdentity): boolean {
  const byApp = found.performed_via_github_app
  if (byApp !== undefined && byApp !== null) return String(byApp.id) === app.appId
  return found.user?.login.toLowerCase() === `${app.slug}[bot]`.toLowerCase()
}

/** The App's own note in the listing at `path` that begins with `marker`; one by someone else is never taken for it. */
async function findOwn(client: GitHubClient, repo: RepositoryRef, call: RepositoryCall, marker: string, app: AppIdentity) {
  for (let page = 1; page <= mostPages; page++) {
    const path = `${call.path}?per_page=${pageSize}&page=${page}`
    const { data } = await client.inRepository(repo, { ...call, method: 'GET', path }, z.array(note))
    const own = data.find((found) => isOwn(found, app) && (found.body ?? '').trimStart().startsWith(marker))
    if (own !== undefined) return own
    if (data.length < pageSize) return null
  }
  throw new GitHubError('too_many_comments', `There are more than ${mostPages * pageSize} comments at ${call.path}`, 'never')
}

export interface OwnNote {
  marker: string
  body: string
}

/** The one comment with this marker: made, or edited where its text differs. Returns its id. */
export async function upsertComment(
  client: GitHubClient,
  repo: RepositoryRef,
  issue: number,
  wanted: OwnNote,
  app: AppIdentity,
): Promise<number> {
  const needs = { issues: 'write' } as const
  const path = `/issues/${issue}/comments`
  const text = markedText(wanted.marker, wanted.body)
  const look = () => findOwn(client, repo, { method: 'GET', path, needs }, wanted.marker, app)
  const known = await look()
  if (known === null) return createOnce(() => client.inRepository(repo, { method: 'POST', path, needs, body: { body: text } }, note), look)
  if (isSameText(known.body ?? '', text)) return known.id
  const edit = { method: 'PATCH', path: `/issues/comments/${known.id}`, needs, body: { body: text } } as const
  return (await client.inRepository(repo, edit, note)).data.id
}

/** A review of kind COMMENT, once per marker. */
export async function ensureReview(
  client: GitHubClient,
  repo: RepositoryRef,
  pull: number,
  wanted: OwnNote,
  app: AppIdentity,
): Promise<void> {
  const needs = { pull_requests: 'write' } as const
  const path = `/pulls/${pull}/reviews`
  const look = () => findOwn(client, repo, { method: 'GET', path, needs }, wanted.marker, app)
  if ((await look()) !== null) return
  const body = { event: 'COMMENT', body: markedText(wanted.marker, wanted.body) }
  await createOnce(() => client.inRepository(repo, { method: 'POST', path, needs, body }, note), look)
}

/** Acts, and where it is not certain that the work was not done, looks before giving up. */
async function createOnce(act: () => Promise<{ data: Note }>, look: () => Promise<Note | null>): Promise<number> {
  try {
    return (await act()).data.id
  } catch (error) {
    if (!isDoubtful(error)) throw error
    const adopted = await look()
    if (adopted === null) throw error
    return adopted.id
  }
}
