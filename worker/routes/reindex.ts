import * as z from 'zod'
import { PublicError } from '../domain/errors.ts'
import { hasRole } from '../domain/roles.ts'
import type { Viewer } from '../domain/views.ts'
import { type Operation, operation } from './api/operation.ts'
import type { PageData } from './page-data.ts'

export interface ReindexDeps {
  collection: PageData['collection']
  /** Asks for an index run of a visible collection. Null when there is none of this name. */
  reindex(slug: string, cause: string): Promise<'wanted' | 'already wanted' | 'too soon' | null>
}

const unknown = 'There is no such collection in this registry.'

/** True for an admin and for the account that the collection's repository belongs to. */
export function mayReindex(viewer: Viewer, owner: string): boolean {
  return hasRole(viewer.role, 'admin') || viewer.login.toLowerCase() === owner.toLowerCase()
}

async function ask(deps: ReindexDeps, slug: string, viewer: Viewer | null) {
  if (viewer === null) throw new PublicError('sign_in_needed', 'Sign in with GitHub first.')
  const found = await deps.collection(slug)
  if (found === null) throw new PublicError('not_found', unknown)
  const { owner } = found.collection
  if (!mayReindex(viewer, owner)) {
    throw new PublicError(
      'forbidden',
      `Indexing again is for ${owner}, who owns the repository, and for admins; your role is ${viewer.role}.`,
    )
  }
  const status = await deps.reindex(slug, `asked by ${viewer.login}`)
  if (status === null) throw new PublicError('not_found', unknown)
  if (status === 'too soon') throw new PublicError('too_many_requests', 'This collection was indexed less than a minute ago.')
  return { status, health: `/api/v1/collections/${encodeURIComponent(slug)}/health` }
}

/** Indexing now, for those who do not want to wait for the next push. The run's outcome stands in the collection's health. */
export function reindexOperations(deps: ReindexDeps): Operation[] {
  return [
    operation({
      id: 'reindexCollection',
      method: 'post',
      path: '/api/v1/collections/{slug}/reindex',
      tag: 'Collections',
      summary: 'Index a collection now',
      description: "For the repository's owner and for admins who are signed in, once a minute.",
      params: { slug: z.string().max(200).describe('Slug of the collection.') },
      body: z.object({}),
      answer: z.object({ status: z.enum(['wanted', 'already wanted']), health: z.string().describe('Where the outcome will stand.') }),
      errors: ['sign_in_needed', 'forbidden', 'not_found', 'too_many_requests'],
      status: 202,
      handle: ({ params }, c) => ask(deps, params.slug, c.get('viewer')),
    }),
  ]
}
