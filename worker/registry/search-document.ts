import { type BundleRow, type CardRow, parseBundle, parseTags } from '../db/catalogue-store.ts'
import type { BundleDocument } from '../db/search-store.ts'
import type { TaskHit } from '../domain/views.ts'
import { cutBytes } from './bundle-content.ts'
import { cardOf } from './cards.ts'
import { entryOf, tasksOf } from './search/entry.ts'
import { plainName } from './search/words.ts'

/** A README is searched up to here; past its first pages it is output samples and tables. */
const readmeBytes = 100_000
/** A snippet is cut from so much of a bundle: what it says of itself, and the beginning of its README. */
const excerptCharacters = 5_000
/** Changed whenever what is made of a bundle changes: every bundle is then indexed anew by the next sync. */
const format = '3'

/** The version of a document that is made from this version of a row. */
export const documentVersion = (rowVersion: string) => `${format}:${rowVersion}`

/** A task as it is stored for results; what belongs to its bundle is joined when it is read. */
export type StoredTask = Omit<TaskHit, 'collection' | 'bundle' | 'bundleName' | 'platform' | 'snippet'>

/** What is searched of a bundle. `version` ties it to the row it was made from. */
export function documentOf(row: BundleRow, card: CardRow, version: string): BundleDocument {
  const bundle = parseBundle(row.catalogue)
  const tasks = tasksOf(bundle)
  const tags = new Set([...parseTags(row.supports), ...tasks.flatMap(({ task }) => task.tags).filter((tag) => !tag.includes('${'))])
  const prose = [row.description, bundle.runbook?.documentation, bundle.sli?.documentation, ...tasks.map(({ task }) => task.documentation)]
  return {
    id: row.id,
    collectionId: row.collectionId,
    version,
    entry: JSON.stringify(entryOf(row, card.collection)),
    tasks: tasks.map(({ task, isSli }) => {
      const { name, documentation, tags: own, access, line } = task
      const stored: StoredTask = { file: isSli ? 'sli' : 'runbook', name, documentation, tags: own, access: access ?? 'unknown', line }
      return JSON.stringify(stored)
    }),
    card: JSON.stringify(cardOf(card)),
    excerpt: [...new Set(prose), (row.readme ?? '').replaceAll(/[#*`|>]+/g, ' ')]
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .slice(0, excerptCharacters),
    name: row.slug,
    displayName: row.displayName,
    taskText: tasks.map(({ task }) => plainName(task.name)).join('\n'),
    tags: [...tags].join(' '),
    documentation: [...new Set(prose)].filter((text) => text !== undefined).join('\n'),
    readme: cutBytes(row.readme ?? '', readmeBytes),
  }
}
