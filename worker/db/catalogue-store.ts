import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Bundle, bundleSchema, type Commit, commitSchema, type Problem, problemSchema } from '../domain/catalogue.ts'
import { connect, listOf, runBatch } from './batch.ts'
import { changeStatements, departureStatements, historyStatements } from './catalogue-writes.ts'
import { bundleMoves, bundles, collections } from './schema.ts'

export type BundleRow = typeof bundles.$inferSelect
/** A bundle as the registry writes it; id, history and times are the store's. */
export type BundleContent = Omit<
  typeof bundles.$inferInsert,
  'id' | 'createdAt' | 'updatedAt' | 'collectionId' | 'stale' | 'history' | 'committedAt' | 'score'
>

/** What is known of a stored bundle when its next version arrives. */
export interface KnownBundle {
  id: number
  slug: string
  path: string
  treeHash: string
  stale: boolean
  problems: Problem[]
  /** `format` of the stored catalogue entry. */
  format: number
  createdAt: number
  /** Tells one stored history from another. */
  historyMark: string
}

/** Changes when a history does: its newest commit, the release of that one, and how many there are. */
export function historyMark(history: readonly Commit[]): string {
  return `${history[0]?.sha ?? ''} ${history[0]?.release ?? ''} ${history.length}`
}

const historyMarkSql = sql<string>`coalesce(${bundles.history} ->> '$[0].sha', '') || ' ' || coalesce(${bundles.history} ->> '$[0].release', '')
  || ' ' || json_array_length(${bundles.history})`

/** A bundle that left, and the one it became; null when it is gone. */
export interface Departure {
  id: number
  slug: string
  to: { id: number; slug: string } | null
}

/** A file of a bundle; its path is relative to the bundle. */
export interface Script {
  path: string
  content: string
}

/** One change of the catalogue: a readable version, or the news that the newest version cannot be read. */
export type BundleChange = { history: readonly Commit[] } & (
  | { kind: 'write'; content: BundleContent; scripts: readonly Script[] }
  | { kind: 'stale'; id: number; path: string; treeHash: string; problems: string }
)

const problemsSchema = problemSchema.array()
const tagsSchema = bundleSchema.shape.supports

/** Reads a stored JSON column of problems. */
export function parseProblems(text: string): Problem[] {
  return problemsSchema.parse(JSON.parse(text))
}

/** Reads a stored JSON column of strings. */
export function parseTags(text: string): string[] {
  return tagsSchema.parse(JSON.parse(text))
}

const historySchema = commitSchema.array()

/** Reads a stored JSON column of commits. */
export function parseHistory(text: string): Commit[] {
  return historySchema.parse(JSON.parse(text))
}

/** Reads a stored catalogue entry. */
export function parseBundle(text: string): Bundle {
  return bundleSchema.parse(JSON.parse(text))
}

const cardColumns = {
  id: bundles.id,
  collection: collections.slug,
  slug: bundles.slug,
  displayName: bundles.displayName,
  description: bundles.description,
  author: bundles.author,
  platform: bundles.platform,
  access: bundles.access,
  supports: bundles.supports,
  tasks: bundles.tasks,
  hasRunbook: bundles.hasRunbook,
  hasSli: bundles.hasSli,
  score: bundles.score,
  updatedAt: bundles.updatedAt,
}

const visible = eq(collections.visibility, 'public')

export type CatalogueStore = ReturnType<typeof createCatalogueStore>
export type CardRow = Pick<
  BundleRow,
  | 'id'
  | 'slug'
  | 'displayName'
  | 'description'
  | 'author'
  | 'platform'
  | 'access'
  | 'supports'
  | 'tasks'
  | 'hasRunbook'
  | 'hasSli'
  | 'score'
  | 'updatedAt'
> & { collection: string }

const newestFirst = [desc(bundles.updatedAt), desc(bundles.id)]

function rowsOf(db: ReturnType<typeof connect>, ids: readonly number[]): Promise<BundleRow[]> {
  return db
    .select()
    .from(bundles)
    .where(sql`${bundles.id} in ${listOf(ids)}`)
    .all()
}

function cardsOf(db: ReturnType<typeof connect>) {
  return (where: SQL | undefined, limit: number, order: SQL[] = newestFirst): Promise<CardRow[]> =>
    db
      .select(cardColumns)
      .from(bundles)
      .innerJoin(collections, eq(collections.id, bundles.collectionId))
      .where(where)
      .orderBy(...order)
      .limit(limit)
      .all()
}

/** What an index run needs to know of a stored bundle. */
const knownColumns = {
  id: bundles.id,
  slug: bundles.slug,
  path: bundles.path,
  treeHash: bundles.treeHash,
  stale: bundles.stale,
  problems: bundles.problems,
  format: sql<number>`coalesce(${bundles.catalogue} ->> '$.format', 1)`,
  createdAt: bundles.createdAt,
  historyMark: historyMarkSql,
}

/** The CodeBundles of all collections. */
export function createCatalogueStore(d1: D1Database) {
  const db = connect(d1)
  const cards = cardsOf(db)

  return {
    /** Every bundle of a collection, without its texts. */
    async known(collectionId: number): Promise<KnownBundle[]> {
      const rows = await db.select(knownColumns).from(bundles).where(eq(bundles.collectionId, collectionId))
      return rows.map((row) => ({ ...row, problems: parseProblems(row.problems) }))
    },

    /** Applies changes of one collection in one transaction. Writing the same content twice is the same as once. `commit` stands for a change whose own is unknown. */
    async apply(collectionId: number, changes: readonly BundleChange[], commit: string, now: number): Promise<void> {
      const slugs = changes.flatMap((change) => (change.kind === 'write' ? [change.content.slug] : []))
      const back = db
        .delete(bundleMoves)
        .where(and(eq(bundleMoves.collectionId, collectionId), sql`${bundleMoves.slug} in ${listOf(slugs)}`))
      await runBatch(db, [
        ...changes.flatMap((change) => changeStatements(db, collectionId, change, commit, now)),
        ...(slugs.length > 0 ? [back] : []),
      ])
    },

    /** Stores newer histories of bundles that did not change themselves: releases that came since, or a history that was not known before. */
    async noteHistories(histories: readonly { id: number; history: readonly Commit[] }[]): Promise<void> {
      await runBatch(
        db,
        histories.flatMap(({ id, history }) => historyStatements(db, id, history)),
      )
    },

    /** Takes bundles out. A renamed one leaves its versions to its new name; each leaves its address to `bundle_moves`, and older addresses follow. */
    async retire(collectionId: number, departures: readonly Departure[], now: number): Promise<void> {
      await runBatch(
        db,
        departures.flatMap((departure) => departureStatements(db, collectionId, departure, now)),
      )
    },

    /** Id and version of what full text should hold: the bundles of visible collections, of one collection when given. */
    searchable(collectionId: number | null): Promise<{ id: number; version: string }[]> {
      return db
        .select({
          id: bundles.id,
          version: sql<string>`${bundles.treeHash} || ':' || ${bundles.updatedAt} || ':' || coalesce(${bundles.score}, '')`,
        })
        .from(bundles)
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .where(and(visible, collectionId === null ? undefined : eq(bundles.collectionId, collectionId)))
    },

    rowsById: (ids: readonly number[]): Promise<BundleRow[]> => rowsOf(db, ids),

    /** Cards of visible bundles, in no order. */
    cardsById(ids: readonly number[]): Promise<CardRow[]> {
      return cards(and(visible, sql`${bundles.id} in ${listOf(ids)}`), ids.length)
    },

    /** Which of these bundles are in a visible collection now. Reads only the beginning of each row. */
    async visible(ids: readonly number[]): Promise<Set<number>> {
      const rows = await db
        .select({ id: bundles.id })
        .from(bundles)
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .where(and(visible, sql`${bundles.id} in ${listOf(ids)}`))
      return new Set(rows.map((row) => row.id))
    },

    /** Bundles of a visible collection by their displayed name. */
    ofCollection(collection: string, limit: number): Promise<CardRow[]> {
      return cards(and(visible, eq(collections.slug, collection)), limit, [sql`${bundles.displayName} collate nocase`, asc(bundles.slug)])
    },

    /** The whole row and its card, when the collection is visible. */
    async find(collection: string, slug: string): Promise<{ row: BundleRow; card: CardRow } | null> {
      const found = await db
        .select({ row: bundles, card: cardColumns })
        .from(bundles)
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .where(and(visible, eq(collections.slug, collection), eq(bundles.slug, slug)))
        .get()
      return found ?? null
    },

    async has(collectionId: number, slug: string): Promise<boolean> {
      const row = await db
        .select({ id: bundles.id })
        .from(bundles)
        .where(and(eq(bundles.collectionId, collectionId), eq(bundles.slug, slug)))
        .get()
      return row !== undefined
    },
  }
}
