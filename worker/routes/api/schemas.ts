import * as z from 'zod'
import { bundleSchema, problemSchema } from '../../domain/catalogue.ts'
import { type CoverageAnswer, coverageSchema } from '../../domain/plan.ts'
import { accessLevels, platforms } from '../../domain/platform.ts'
import type {
  AuthorView,
  BundleCard,
  BundleVersion,
  BundleView,
  CollectionView,
  Facet,
  ProblemDetails,
  SearchFilters,
  SearchResults,
  TagView,
  TaskHit,
  VersionDiff,
} from '../../domain/views.ts'
import { facetNames } from '../../domain/views.ts'
import { assessmentSchema } from './assessment-schema.ts'

/** The answers about the catalogue. Each schema is held to the view it describes by its type. */

const count = z.number().int().nonnegative()
export const milliseconds = z.number().int().describe('Milliseconds since 1970 (UTC).')
const access = z.enum([...accessLevels, 'unknown'])

export const problemDetailsSchema: z.ZodType<ProblemDetails> = z
  .object({
    type: z.string().describe('A stable URN of the kind of problem.'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    suggestion: z.string().describe('What to do about it.'),
    traceId: z.string().describe('Names the request in the log of the registry.'),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457).' })

export const collectionSchema: z.ZodType<CollectionView> = z
  .object({
    slug: z.string(),
    name: z.string(),
    owner: z.string(),
    repo: z.string(),
    url: z.string(),
    description: z.string(),
    defaultBranch: z.string(),
    commit: z.string().nullable(),
    indexedAt: milliseconds.nullable(),
    bundles: count,
    tasks: count,
    contributors: z.array(z.object({ name: z.string(), commits: count })),
    releases: z.array(z.object({ tag: z.string(), commit: z.string(), at: milliseconds })),
    scores: z.array(count).describe('How many CodeBundles score 0–9, 10–19 … 90–100.'),
    lastRun: z
      .object({ status: z.enum(['running', 'ok', 'failed']), at: milliseconds, error: z.string().nullable(), problems: count })
      .nullable(),
  })
  .meta({ id: 'Collection' })

export const cardSchema: z.ZodType<BundleCard> = z
  .object({
    collection: z.string(),
    slug: z.string(),
    displayName: z.string(),
    description: z.string(),
    author: z.string().nullable(),
    platform: z.enum(platforms),
    access,
    supports: z.array(z.string()),
    tasks: count,
    hasRunbook: z.boolean(),
    hasSli: z.boolean(),
    score: z.number().min(0).max(100).nullable(),
    updatedAt: milliseconds,
    snippet: z.string().nullable().describe('Of a search: text with the matches between U+0001 and U+0002.'),
  })
  .meta({ id: 'CodeBundleCard' })

const taskHitSchema: z.ZodType<TaskHit> = z
  .object({
    collection: z.string(),
    bundle: z.string(),
    bundleName: z.string(),
    platform: z.enum(platforms),
    file: z.enum(['runbook', 'sli']),
    name: z.string(),
    documentation: z.string(),
    tags: z.array(z.string()),
    access,
    line: z.number().int(),
    snippet: z.string().nullable(),
  })
  .meta({ id: 'TaskHit' })

const facetNameSchema = z.enum(facetNames)
const facetSchema: z.ZodType<Facet> = z
  .object({
    name: facetNameSchema,
    label: z.string(),
    values: z.array(z.object({ value: z.string(), label: z.string(), count, selected: z.boolean() })),
    more: count,
  })
  .meta({ id: 'Facet' })

const filterValues = z.array(z.string()).optional()
const filtersSchema = z.object({
  platform: filterValues,
  collection: filterValues,
  access: filterValues,
  type: filterValues,
  tag: filterValues,
  author: filterValues,
}) as z.ZodType<SearchFilters>

export const searchResultsSchema: z.ZodType<SearchResults> = z
  .object({
    query: z.string(),
    kind: z.enum(['bundles', 'tasks']),
    sort: z.enum(['relevance', 'newest', 'name', 'score']),
    filters: filtersSchema,
    total: count,
    otherTotal: count,
    cards: z.array(cardSchema),
    tasks: z.array(taskHitSchema),
    facets: z.array(facetSchema),
    suggestion: z.string().nullable(),
    next: z.string().nullable().describe('The cursor of the next page; null on the last.'),
    notice: z.string().nullable(),
  })
  .meta({ id: 'SearchResults' })

const versionSchema: z.ZodType<BundleVersion> = z
  .object({ treeHash: z.string(), commit: z.string(), at: milliseconds, release: z.string().nullable() })
  .meta({ id: 'CodeBundleVersion' })

export const versionsSchema = z.object({ versions: z.array(versionSchema) })

export const diffSchema: z.ZodType<VersionDiff> = z
  .object({
    from: versionSchema,
    to: versionSchema,
    changes: z.array(z.object({ kind: z.enum(['breaking', 'addition', 'change']), subject: z.string(), text: z.string() })),
    sources: z.array(z.object({ file: z.string(), diff: z.string() })),
  })
  .meta({ id: 'VersionDiff' })

export const bundleViewSchema = z
  .object({
    card: cardSchema,
    collection: collectionSchema,
    bundle: bundleSchema,
    readme: z.string().nullable(),
    runbookSource: z.string().nullable(),
    sliSource: z.string().nullable(),
    scripts: z.array(z.object({ path: z.string(), content: z.string() })),
    sourceUrl: z.string(),
    history: z.array(
      z.object({ sha: z.string(), at: milliseconds, author: z.string(), subject: z.string(), release: z.string().nullable() }),
    ),
    versions: z.array(versionSchema),
    assessment: assessmentSchema.nullable(),
    related: z.array(cardSchema),
    stale: z.boolean(),
    problems: z.array(problemSchema),
  })
  .meta({ id: 'CodeBundle' }) satisfies z.ZodType<BundleView>

/** How much of a request exists already, best first. */
export const coverageAnswerSchema: z.ZodType<CoverageAnswer> = z.object({
  coverage: z.array(coverageSchema),
  questions: z.array(z.string()),
})

export const collectionPageSchema = z.object({ collection: collectionSchema, cards: z.array(cardSchema) })

export const healthSchema = z.object({
  runs: z.array(
    z.object({
      cause: z.string(),
      commit: z.string().nullable(),
      status: z.enum(['running', 'ok', 'failed']),
      startedAt: milliseconds,
      finishedAt: milliseconds.nullable(),
      added: count,
      changed: count,
      removed: count,
      unchanged: count,
      error: z.string().nullable(),
      problems: count,
    }),
  ),
  problems: z.array(problemSchema.extend({ bundle: z.string().nullable(), stale: z.boolean() })),
})

const tagSchema: z.ZodType<TagView> = z.object({ tag: z.string(), bundles: count })
export const tagsSchema = z.object({ tags: z.array(tagSchema) })

const authorSchema: z.ZodType<AuthorView> = z.object({
  author: z.string(),
  bundles: count,
  tasks: count,
  collections: z.array(z.string()),
})
export const authorsSchema = z.object({ authors: z.array(authorSchema) })

export const figuresSchema = z.object({
  collections: count,
  bundles: count,
  tasks: count,
  openIssues: count,
  platforms: z.array(z.object({ platform: z.enum(platforms), bundles: count })),
})
