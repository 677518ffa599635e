import type { BundleCard, BundleView, CollectionView, SearchResults } from '../../domain/views.ts'
import type { PageData } from '../page-data.ts'
import { bundlePath, collectionPath } from './addresses.ts'

/** Text of others inside a line of Markdown: on one line, and nothing of it is markup. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|#]/g, '\\$&')
}

function cell(text: string | null): string {
  return text === null || text === '' ? '–' : inline(text)
}

function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return 'None.'
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function cardLine(card: BundleCard, publicUrl: string): string {
  const facts = [`${card.tasks} ${card.tasks === 1 ? 'task' : 'tasks'}`, card.access, card.platform]
  if (card.score !== null) facts.push(`score ${Math.round(card.score)}`)
  return `- [${inline(card.displayName)}](${publicUrl}${bundlePath(card)}.md) (${facts.join(', ')}): ${inline(card.description)}`
}

export function sections(parts: (string | null)[]): string {
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`
}

/** The first page. */
export function homeMarkdown(
  figures: Awaited<ReturnType<PageData['figures']>>,
  collections: CollectionView[],
  newest: BundleCard[],
  publicUrl: string,
): string {
  return sections([
    '# CodeCollection Registry',
    `${figures.bundles} CodeBundles with ${figures.tasks} tasks, from ${figures.collections} collections.`,
    `Search: ${publicUrl}/search.md?q=words`,
    '## Collections',
    collections
      .map(({ slug, name, bundles }) => `- [${inline(name)}](${publicUrl}${collectionPath(slug)}.md): ${bundles} CodeBundles`)
      .join('\n'),
    '## Newest',
    newest.map((card) => cardLine(card, publicUrl)).join('\n'),
  ])
}

function titleOf({ query, kind }: SearchResults): string {
  if (query !== '') return `Search: ${query}`
  return kind === 'tasks' ? 'Tasks' : 'CodeBundles'
}

/** Search results; `next` is the address of the next page. */
export function searchMarkdown(results: SearchResults, next: string | null, publicUrl: string, title: string | null = null): string {
  const tasks = results.tasks.map((task) => {
    const address = `${publicUrl}${bundlePath({ collection: task.collection, slug: task.bundle })}.md`
    return `- ${inline(task.name)} in [${inline(task.bundleName)}](${address}) (${task.access}): ${inline(task.documentation)}`
  })
  const found = results.kind === 'tasks' ? tasks : results.cards.map((card) => cardLine(card, publicUrl))
  return sections([
    `# ${inline(title ?? titleOf(results))}`,
    `${results.total} found.`,
    results.notice === null ? null : inline(results.notice),
    results.suggestion === null ? null : `Did you mean: ${inline(results.suggestion)}`,
    found.join('\n'),
    next === null ? null : `[Next page](${next})`,
  ])
}

export function collectionMarkdown(collection: CollectionView, cards: BundleCard[], publicUrl: string): string {
  return sections([
    `# ${inline(collection.name)}`,
    inline(collection.description),
    `Source: ${collection.url}${collection.commit === null ? '' : ` at ${collection.commit}`}`,
    `${collection.bundles} CodeBundles, ${collection.tasks} tasks.`,
    '## CodeBundles',
    cards.map((card) => cardLine(card, publicUrl)).join('\n'),
  ])
}

function taskLines(view: BundleView): string {
  const files = [view.bundle.runbook, view.bundle.sli].filter((file) => file !== null)
  return files
    .flatMap(({ tasks }) => tasks)
    .map((task) => `- **${inline(task.name)}** (${task.access ?? 'access unknown'}): ${inline(task.documentation)}`)
    .join('\n')
}

/** One CodeBundle: what it does, what it needs, then its README as it is. */
export function bundleMarkdown(view: BundleView, publicUrl: string): string {
  const { card, bundle, collection, assessment } = view
  const variables = bundle.variables.map((one) => [
    inline(one.name),
    one.required ? 'yes' : 'no',
    cell(one.default),
    cell(one.example),
    cell(one.description),
  ])
  const secrets = bundle.secrets.map((one) => [inline(one.name), one.optional ? 'no' : 'yes', cell(one.description)])
  return sections([
    `# ${inline(card.displayName)}`,
    inline(card.description),
    [
      `- Collection: [${inline(collection.name)}](${publicUrl}${collectionPath(collection.slug)}.md)`,
      `- Platform: ${card.platform}`,
      `- Access: ${card.access}`,
      `- Author: ${cell(card.author)}`,
      `- Tags: ${card.supports.map(inline).join(', ')}`,
      ...(assessment === null ? [] : [`- Score: ${Math.round(assessment.score)} of 100`]),
      `- Source: ${view.sourceUrl}`,
    ].join('\n'),
    '## Tasks',
    taskLines(view) || 'None.',
    '## Variables',
    table(['Name', 'Required', 'Default', 'Example', 'Description'], variables),
    '## Secrets',
    table(['Name', 'Required', 'Description'], secrets),
    view.readme === null ? null : '## README',
    view.readme,
  ])
}
