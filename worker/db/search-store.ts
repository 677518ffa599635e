/** The SEARCH database: full text over bundles. It holds nothing that cannot be rebuilt from the main database. */

/** What is searched of one bundle, heaviest column first. */
export interface BundleDocument {
  id: number
  collectionId: number
  platform: string
  version: string
  name: string
  displayName: string
  tasks: string
  tags: string
  documentation: string
  readme: string
}

/** A match: smaller scores are better. */
export interface Hit {
  id: number
  score: number
}

export interface HitPage {
  total: number
  hits: Hit[]
}

/** Order of relevance: what a bundle is called says most, then its tags and tasks, then prose. One weight for each column of `bundle_text`. */
const weights = '8.0, 6.0, 4.0, 5.0, 2.0, 1.0'

const pageSql = `WITH hits AS MATERIALIZED (
  SELECT rowid AS id, bm25(bundle_text, ${weights}) AS score
  FROM bundle_text
  WHERE bundle_text MATCH ?1 AND (?2 IS NULL OR (SELECT platform FROM bundle_index WHERE bundle_id = bundle_text.rowid) = ?2)
)
SELECT id, score, (SELECT count(*) FROM hits) AS total FROM hits
WHERE ?3 IS NULL OR score > ?3 OR (score = ?3 AND id > ?4)
ORDER BY score, id LIMIT ?5`

const snippetSql = `SELECT rowid AS id, snippet(bundle_text, -1, char(1), char(2), '…', 24) AS snippet
FROM bundle_text WHERE bundle_text MATCH ?1 AND +rowid IN (SELECT value FROM json_each(?2))`

const insertTextSql = `INSERT INTO bundle_text (rowid, name, display_name, tasks, tags, documentation, readme, bundle_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1)`

export type SearchStore = ReturnType<typeof createSearchStore>

/** Full text of bundles; a row of `bundle_text` and its row of `bundle_index` change together or not at all. */
export function createSearchStore(db: D1Database) {
  const removal = (ids: readonly number[]) => {
    const list = JSON.stringify(ids)
    return [
      db.prepare('DELETE FROM bundle_text WHERE rowid IN (SELECT value FROM json_each(?1))').bind(list),
      db.prepare('DELETE FROM bundle_index WHERE bundle_id IN (SELECT value FROM json_each(?1))').bind(list),
    ]
  }

  return {
    /** What full text holds now, of one collection when given. */
    async versions(collectionId: number | null): Promise<{ id: number; version: string }[]> {
      const statement = db.prepare('SELECT bundle_id AS id, version FROM bundle_index WHERE ?1 IS NULL OR collection_id = ?1')
      return (await statement.bind(collectionId).all<{ id: number; version: string }>()).results
    },

    /** Replaces the rows of these bundles, in one transaction. */
    async put(documents: readonly BundleDocument[]): Promise<void> {
      if (documents.length === 0) return
      const inserts = documents.flatMap((one) => [
        db.prepare(insertTextSql).bind(one.id, one.name, one.displayName, one.tasks, one.tags, one.documentation, one.readme),
        db
          .prepare('INSERT INTO bundle_index (bundle_id, collection_id, platform, version) VALUES (?1, ?2, ?3, ?4)')
          .bind(one.id, one.collectionId, one.platform, one.version),
      ])
      await db.batch([...removal(documents.map((one) => one.id)), ...inserts])
    },

    async remove(ids: readonly number[]): Promise<void> {
      if (ids.length > 0) await db.batch(removal(ids))
    },

    async clear(): Promise<void> {
      await db.batch([db.prepare('DELETE FROM bundle_text'), db.prepare('DELETE FROM bundle_index')])
    },

    /** A page of matches, best first, after `after` in that order. `match` is an FTS5 expression (registry/search-query.ts). */
    async page(match: string, platform: string | null, after: Hit | null, limit: number): Promise<HitPage> {
      const bound = db.prepare(pageSql).bind(match, platform, after?.score ?? null, after?.id ?? null, limit)
      const { results } = await bound.all<{ id: number; score: number; total: number }>()
      return { total: results[0]?.total ?? 0, hits: results.map(({ id, score }) => ({ id, score })) }
    },

    /** Text around the matches of these bundles, each match between U+0001 and U+0002. */
    async snippets(match: string, ids: readonly number[]): Promise<Map<number, string>> {
      const bound = db.prepare(snippetSql).bind(match, JSON.stringify(ids))
      const { results } = await bound.all<{ id: number; snippet: string }>()
      return new Map(results.map((row) => [row.id, row.snippet]))
    },
  }
}
