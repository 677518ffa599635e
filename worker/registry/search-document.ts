import { type BundleRow, parseBundle, parseTags } from '../db/catalogue-store.ts'
import type { BundleDocument } from '../db/search-store.ts'
import type { Task } from '../domain/catalogue.ts'
import { cutBytes } from './bundle-content.ts'

/** A README is searched up to here; past its first pages it is output samples and tables. */
const readmeBytes = 100_000

/** A task name as people say it: `${VAR}` reads as VAR's words, backticks go. */
function plain(text: string): string {
  return text.replaceAll(/[`${}]/g, ' ').replaceAll('_', ' ')
}

/** Tags that are variables say nothing before the bundle runs. */
const tagsOf = (tasks: readonly Task[]) => tasks.flatMap((task) => task.tags).filter((tag) => !tag.includes('${'))

/** What is searched of a bundle. `version` ties it to the row it was made from. */
export function documentOf(row: BundleRow, version: string): BundleDocument {
  const bundle = parseBundle(row.catalogue)
  const tasks = [...(bundle.runbook?.tasks ?? []), ...(bundle.sli?.tasks ?? [])]
  const kinds = [bundle.runbook ? 'runbook' : '', bundle.sli ? 'sli' : '']
  const forced = [...(bundle.runbook?.forceTags ?? []), ...(bundle.sli?.forceTags ?? [])]
  const tags = new Set([...parseTags(row.supports), row.platform, row.access, ...kinds, ...forced, ...tagsOf(tasks)])
  const prose = [row.description, bundle.runbook?.documentation, bundle.sli?.documentation, ...tasks.map((task) => task.documentation)]
  return {
    id: row.id,
    collectionId: row.collectionId,
    platform: row.platform,
    version,
    name: row.slug,
    displayName: row.displayName,
    tasks: tasks.map((task) => plain(task.name)).join('\n'),
    tags: [...tags].join(' '),
    documentation: [...new Set(prose)].filter((text) => text !== undefined).join('\n'),
    readme: cutBytes(row.readme ?? '', readmeBytes),
  }
}
