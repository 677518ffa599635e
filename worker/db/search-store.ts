/** The SEARCH database: the index of bundles and tasks, and their full text. It holds nothing that cannot be rebuilt from the main database. */

/** What is kept of one bundle for search. */
export interface BundleDocument {
  id: number
  collectionId: number
  version: string
  /** JSON of registry/search/entry.ts Entry. */
  entry: string
  /** JSON of domain/views.ts BundleCard. */
  card: string
  /** What a snippet is cut from. */
  excerpt: string
  /** JSON of each task as a search result, in the order of the index. */
  tasks: string[]
  name: string
  displayName: string
  taskText: string
  tags: string
  documentation: string
  readme: string
}

/** One block of bundles, and the version of what was made of them. */
export interface SegmentState {
  segment: number
  version: string
}

/** Bundles with neighbouring ids share a segment: few enough that one changed bundle is cheap, many enough that they share most words. */
const segmentBundles = 512
const segmentOf = (id: number) => Math.floor(id / segmentBundles)
/** Characters of one part: under the two megabytes of a row in any alphabet. */
const partCharacters = 600_000

const insertTextSql = `INSERT INTO bundle_text (rowid, name, display_name, tasks, tags, documentation, readme)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`
const wantSql = `INSERT INTO segments (segment, wanted, built) SELECT value, hex(randomblob(8)), '' FROM json_each(?1) WHERE true
ON CONFLICT (segment) DO UPDATE SET wanted = excluded.wanted`
const idsOf = '(SELECT value FROM json_each(?1))'
const putPartSql = `INSERT INTO segment_parts (segment, part, body)
SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM segments WHERE segment = ?1 AND wanted = ?4)`

/** The statements that change the rows of a bundle. */
function writesTo(db: D1Database) {
  const removal = (ids: readonly number[]) => {
    const list = JSON.stringify(ids)
    return ['bundle_text WHERE rowid', 'bundle_index WHERE bundle_id', 'tasks WHERE bundle_id'].map((table) =>
      db.prepare(`DELETE FROM ${table} IN ${idsOf}`).bind(list),
    )
  }
  const want = (ids: readonly number[]) => db.prepare(wantSql).bind(JSON.stringify([...new Set(ids.map(segmentOf))]))
  const putOne = (one: BundleDocument) => [
    db.prepare(insertTextSql).bind(one.id, one.name, one.displayName, one.taskText, one.tags, one.documentation, one.readme),
    db
      .prepare(
        'INSERT INTO bundle_index (bundle_id, collection_id, segment, version, card, excerpt, entry) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)',
      )
      .bind(one.id, one.collectionId, segmentOf(one.id), one.version, one.card, one.excerpt, one.entry),
    db.prepare('INSERT INTO tasks (bundle_id, task, hit) SELECT ?1, key, value FROM json_each(?2)').bind(one.id, JSON.stringify(one.tasks)),
  ]
  return { removal, want, putOne }
}

/** What one page of results is read with. */
function pageReads(db: D1Database) {
  return {
    /**
     * JSON of the cards of these bundles, and the texts that snippets are cut from. Full text could cut them too, but reads every long README of the
     * page from end to end for it.
     */
    async cards(ids: readonly number[]): Promise<{ id: number; card: string; excerpt: string }[]> {
      const statement = db.prepare(`SELECT bundle_id AS id, card, excerpt FROM bundle_index WHERE bundle_id IN ${idsOf}`)
      return (await statement.bind(JSON.stringify(ids)).all<{ id: number; card: string; excerpt: string }>()).results
    },

    /** Ids of the bundles whose text has a phrase, at most `limit`. `match` is an FTS5 expression. */
    async withPhrase(match: string, limit: number): Promise<number[]> {
      const statement = db.prepare('SELECT rowid AS id FROM bundle_text WHERE bundle_text MATCH ?1 LIMIT ?2').bind(match, limit)
      return (await statement.all<{ id: number }>()).results.map((row) => row.id)
    },

    /** JSON of these tasks, each by its bundle and its place in it. */
    async tasks(places: readonly { id: number; task: number }[]): Promise<{ id: number; task: number; hit: string }[]> {
      const sql = `SELECT t.bundle_id AS id, t.task, t.hit FROM json_each(?1) AS one
        JOIN tasks t ON t.bundle_id = one.value ->> 0 AND t.task = one.value ->> 1`
      const list = JSON.stringify(places.map(({ id, task }) => [id, task]))
      return (await db.prepare(sql).bind(list).all<{ id: number; task: number; hit: string }>()).results
    },
  }
}

export type SearchStore = ReturnType<typeof createSearchStore>

/** The index and the full text; the rows of one bundle change together or not at all. */
export function createSearchStore(db: D1Database) {
  const { removal, want, putOne } = writesTo(db)

  return {
    /** What the index holds now, of one collection when given. */
    async versions(collectionId: number | null): Promise<{ id: number; version: string }[]> {
      const statement = db.prepare('SELECT bundle_id AS id, version FROM bundle_index WHERE ?1 IS NULL OR collection_id = ?1')
      return (await statement.bind(collectionId).all<{ id: number; version: string }>()).results
    },

    /** Replaces the rows of these bundles, in one transaction. Their segments are out of date until they are built. */
    async put(documents: readonly BundleDocument[]): Promise<void> {
      if (documents.length === 0) return
      const ids = documents.map((one) => one.id)
      await db.batch([...removal(ids), ...documents.flatMap(putOne), want(ids)])
    },

    async remove(ids: readonly number[]): Promise<void> {
      if (ids.length > 0) await db.batch([...removal(ids), want(ids)])
    },

    async clear(): Promise<void> {
      const tables = ['bundle_text', 'bundle_index', 'tasks', 'segment_parts', 'segments']
      await db.batch(tables.map((table) => db.prepare(`DELETE FROM ${table}`)))
    },

    /** Segments whose bundles changed after they were built. */
    async unbuilt(): Promise<SegmentState[]> {
      return (await db.prepare('SELECT segment, wanted AS version FROM segments WHERE wanted <> built').all<SegmentState>()).results
    },

    /** Entries of one segment, by bundle. */
    async entries(segment: number): Promise<string[]> {
      const statement = db.prepare('SELECT entry FROM bundle_index WHERE segment = ?1 ORDER BY bundle_id')
      return (await statement.bind(segment).all<{ entry: string }>()).results.map((row) => row.entry)
    },

    /** Stores what was built of a segment, unless its bundles changed again meanwhile. Says whether it was stored. */
    async putSegment({ segment, version }: SegmentState, body: string): Promise<boolean> {
      const parts = Array.from({ length: Math.ceil(body.length / partCharacters) }, (_, part) =>
        db.prepare(putPartSql).bind(segment, part, body.slice(part * partCharacters, (part + 1) * partCharacters), version),
      )
      const guard = 'SELECT 1 FROM segments WHERE segment = ?1 AND wanted = ?2'
      const results = await db.batch([
        db.prepare(`DELETE FROM segment_parts WHERE segment = ?1 AND EXISTS (${guard})`).bind(segment, version),
        ...parts,
        db.prepare('UPDATE segments SET built = ?2 WHERE segment = ?1 AND wanted = ?2').bind(segment, version),
      ])
      return (results.at(-1)?.meta.changes ?? 0) > 0
    },

    /** The built segments, without what they hold: what an isolate compares its own with. */
    async segments(): Promise<SegmentState[]> {
      return (await db.prepare("SELECT segment, built AS version FROM segments WHERE built <> '' ORDER BY segment").all<SegmentState>())
        .results
    },

    /** A segment as it stands now. */
    async segment(segment: number): Promise<{ version: string; body: string } | null> {
      const [state, parts] = await db.batch<{ version?: string; body?: string }>([
        db.prepare('SELECT built AS version FROM segments WHERE segment = ?1').bind(segment),
        db.prepare('SELECT body FROM segment_parts WHERE segment = ?1 ORDER BY part').bind(segment),
      ])
      const version = state?.results[0]?.version
      if (version === undefined || !parts || parts.results.length === 0) return null
      return { version, body: parts.results.map((row) => row.body ?? '').join('') }
    },

    ...pageReads(db),
  }
}
