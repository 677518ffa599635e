import * as z from 'zod'
import { PublicError } from '../../domain/errors.ts'
import { type BundleView, type CollectionHealth, everything } from '../../domain/views.ts'
import type { PageData } from '../page-data.ts'
import { pageParameters, searchParameters, searchRequest } from '../search-request.ts'
import { type Operation, operation } from './operation.ts'
import {
  authorsSchema,
  bundleViewSchema,
  collectionPageSchema,
  collectionSchema,
  coverageAnswerSchema,
  diffSchema,
  figuresSchema,
  healthSchema,
  searchResultsSchema,
  tagsSchema,
  versionsSchema,
} from './schemas.ts'

/** What the catalogue operations read. */
export type CatalogueOperationDeps = Pick<
  PageData,
  'search' | 'coverage' | 'bundle' | 'movedTo' | 'compare' | 'tags' | 'authors' | 'collections' | 'collection' | 'figures'
> & { health(slug: string): Promise<CollectionHealth | null> }

const slug = z.string().max(200)
const address = { collection: slug.describe('Slug of the collection.'), bundle: slug.describe('Slug of the CodeBundle.') }
const collectionAddress = { slug: slug.describe('Slug of the collection.') }
const catalogue = { catalogue: true } as const

function searchOperations(deps: CatalogueOperationDeps): Operation[] {
  return [
    operation({
      ...catalogue,
      id: 'search',
      path: '/api/v1/search',
      tag: 'Search',
      summary: 'Search CodeBundles and tasks',
      description: 'Values of one facet widen a search, facets narrow it. Each facet may be given several times.',
      query: searchParameters,
      answer: searchResultsSchema,
      handle: ({ query }) => deps.search(searchRequest(query)),
    }),
    operation({
      ...catalogue,
      id: 'listCodeBundles',
      path: '/api/v1/codebundles',
      tag: 'CodeBundles',
      summary: 'CodeBundles, the newest first, or those that match a query',
      query: pageParameters,
      answer: searchResultsSchema,
      handle: ({ query: { q, cursor, limit } }) =>
        deps.search({ ...everything, query: q, cursor: cursor ?? null, ...(limit === undefined ? {} : { limit }) }),
    }),
    operation({
      ...catalogue,
      id: 'getCoverage',
      path: '/api/v1/coverage',
      tag: 'Search',
      summary: 'What exists already of a request in plain words, in percent and why',
      description: 'The first line is the title of the request. `questions` says what the text leaves open when that is too much to tell.',
      query: { text: z.string().min(3).max(4_000).describe('The request, as it would stand in an issue.') },
      answer: coverageAnswerSchema,
      handle: ({ query: { text } }) => deps.coverage(text),
    }),
  ]
}

const unknownBundle = 'There is no such CodeBundle in this collection.'
const unknownCollection = 'There is no such collection in this registry.'

/** The CodeBundle at an address, or the redirect to where it went. Throws `not_found`, or `gone` for one that has been removed. */
async function bundleAt(
  deps: CatalogueOperationDeps,
  { collection, bundle }: { collection: string; bundle: string },
): Promise<BundleView | Response> {
  const view = await deps.bundle(collection, bundle)
  if (view !== null) return view
  const moved = await deps.movedTo(collection, bundle)
  if (moved === null) throw new PublicError('not_found', unknownBundle)
  if (moved.slug === null) throw new PublicError('gone', 'This CodeBundle has been removed from its collection.')
  const location = `/api/v1/codebundles/${encodeURIComponent(collection)}/${encodeURIComponent(moved.slug)}`
  return new Response(null, { status: 301, headers: { location } })
}

function bundleOperations(deps: CatalogueOperationDeps): Operation[] {
  const one = { ...catalogue, tag: 'CodeBundles', params: address }
  return [
    operation({
      ...one,
      id: 'getCodeBundle',
      path: '/api/v1/codebundles/{collection}/{bundle}',
      summary: 'One CodeBundle: tasks, variables, secrets, texts, versions and assessment',
      answer: bundleViewSchema,
      errors: ['not_found', 'gone'],
      moves: true,
      handle: ({ params }) => bundleAt(deps, params),
    }),
    operation({
      ...one,
      id: 'listVersions',
      path: '/api/v1/codebundles/{collection}/{bundle}/versions',
      summary: 'Versions of a CodeBundle that the registry holds, newest first',
      answer: versionsSchema,
      errors: ['not_found', 'gone'],
      moves: true,
      async handle({ params }) {
        const view = await bundleAt(deps, params)
        return view instanceof Response ? view : { versions: view.versions }
      },
    }),
    operation({
      ...one,
      id: 'compareVersions',
      path: '/api/v1/codebundles/{collection}/{bundle}/compare',
      summary: 'What differs between two versions, with what breaks for a user first',
      query: { from: slug.describe('Tree hash of the older version.'), to: slug.describe('Tree hash of the newer version.') },
      answer: diffSchema,
      errors: ['not_found'],
      async handle({ params: { collection, bundle }, query: { from, to } }) {
        const diff = await deps.compare(collection, bundle, from, to)
        if (diff === null) throw new PublicError('not_found', 'One of these versions is not known for this CodeBundle.')
        return diff
      },
    }),
  ]
}

function collectionOperations(deps: CatalogueOperationDeps): Operation[] {
  const all = { ...catalogue, tag: 'Collections' }
  return [
    operation({
      ...all,
      id: 'listCollections',
      path: '/api/v1/collections',
      summary: 'All collections by name',
      answer: z.array(collectionSchema),
      handle: () => deps.collections(),
    }),
    operation({
      ...all,
      id: 'getCollection',
      path: '/api/v1/collections/{slug}',
      summary: 'One collection with its CodeBundles by name',
      params: collectionAddress,
      answer: collectionPageSchema,
      errors: ['not_found'],
      async handle({ params }) {
        const found = await deps.collection(params.slug)
        if (found === null) throw new PublicError('not_found', unknownCollection)
        return found
      },
    }),
    operation({
      ...all,
      id: 'getCollectionHealth',
      path: '/api/v1/collections/{slug}/health',
      summary: 'The newest index runs of a collection and the problems its owner can mend',
      params: collectionAddress,
      answer: healthSchema,
      errors: ['not_found'],
      async handle({ params }) {
        const health = await deps.health(params.slug)
        if (health === null) throw new PublicError('not_found', unknownCollection)
        return health
      },
    }),
  ]
}

function nameOperations(deps: CatalogueOperationDeps): Operation[] {
  return [
    operation({
      ...catalogue,
      id: 'listTags',
      path: '/api/v1/tags',
      tag: 'Names',
      summary: 'Tags of CodeBundles, most used first',
      answer: tagsSchema,
      handle: async () => ({ tags: await deps.tags() }),
    }),
    operation({
      ...catalogue,
      id: 'listAuthors',
      path: '/api/v1/authors',
      tag: 'Names',
      summary: 'Authors of CodeBundles, most CodeBundles first',
      answer: authorsSchema,
      handle: async () => ({ authors: await deps.authors() }),
    }),
    operation({
      id: 'getFigures',
      path: '/api/v1/figures',
      tag: 'Names',
      summary: 'How much is in the registry, and how many requests are open',
      answer: figuresSchema,
      handle: () => deps.figures(),
    }),
  ]
}

/** What programs may ask about the catalogue. */
export function catalogueOperations(deps: CatalogueOperationDeps): Operation[] {
  return [...searchOperations(deps), ...bundleOperations(deps), ...collectionOperations(deps), ...nameOperations(deps)]
}
