import { sql } from 'drizzle-orm'
import { connect } from './batch.ts'
import { parseTags } from './catalogue-store.ts'
import { bundles, collections } from './schema.ts'

/** One line of the list of everything. */
export interface ListedBundle {
  collection: string
  slug: string
  name: string
  description: string
  platform: string
  access: string
  author: string | null
  tags: string[]
  /** 0–100; null before the first assessment. */
  score: number | null
  /** Last commit that touched it; when it was indexed where the history is unknown. */
  updatedAt: number
  tasks: string[]
}

type Row = Omit<ListedBundle, 'tags' | 'tasks'> & { id: number; tags: string; tasks: string }

/** Rows a query; the answer of one is bounded by the database. */
const atOnce = 1_000

/** The whole visible catalogue in short lines, for files that list all of it. */
export function createListingStore(d1: D1Database) {
  const db = connect(d1)
  const after = (id: number) =>
    db.all<Row>(sql`
      select b.id, c.slug as collection, b.slug, b.display_name as name, b.description, b.platform, b.access, b.author, b.supports as tags,
        b.score, coalesce(b.committed_at, b.updated_at) as updatedAt,
        (select json_group_array(json_extract(task.value, '$.name')) from json_each(
          json_array(json_extract(b.catalogue, '$.runbook.tasks'), json_extract(b.catalogue, '$.sli.tasks'))) as file,
          json_each(file.value) as task) as tasks
      from ${bundles} as b join ${collections} as c on c.id = b.collection_id
      where c.visibility = 'public' and b.id > ${id} order by b.id limit ${atOnce}`)
  return {
    async bundles(): Promise<ListedBundle[]> {
      const all: ListedBundle[] = []
      for (let last = 0; ; ) {
        const rows = await after(last)
        for (const { id, tags, tasks, ...row } of rows) {
          all.push({ ...row, tags: parseTags(tags), tasks: parseTags(tasks) })
          last = id
        }
        if (rows.length < atOnce) return all
      }
    },
  }
}
