import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SandboxFailure } from '../../containers/sandbox-failure.ts'
import { everything } from '../../worker/domain/views.ts'
import { search } from '../../worker/registry/search.ts'
import { syncSearch } from '../../worker/registry/sync-search.ts'
import { runProgram } from '../bench/own-stack.ts'
import { collections, sourceOf } from './collections.ts'
import { bundlesOf, fill, openRegistry, type Registry } from './registry.ts'

const usage = `npm run eval:search -- [--collections PATTERN] [--misses]
  PATTERN is a path or URL with {name} for the repository's name; by default GitHub. SEARCH_EVAL_COLLECTIONS is another way to give it.
  --misses also lists the questions that are not answered first; never those of the held-out half.`

interface Question {
  text: string
  answers: string[]
}

function questions(): Question[] {
  const lines = readFileSync(join(import.meta.dirname, 'questions.txt'), 'utf8').split('\n')
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [text = '', answers = ''] = line.split(' | ')
      const full = answers.split(' ').map((answer) => answer.replace(/^[a-z]+/, (short) => collections[short] ?? short))
      return { text, answers: full }
    })
}

/** Place of the first right answer, from 1; 0 when it is not among the first 24. */
async function rankOf({ stores }: Registry, question: Question): Promise<number> {
  const { cards } = await search(stores, { ...everything, query: question.text })
  return cards.findIndex((card) => question.answers.includes(`${card.collection.replace(/^eval[-/]/, '')}/${card.slug}`)) + 1
}

function line(name: string, ranks: readonly number[]) {
  const share = (within: number) => (ranks.filter((rank) => rank > 0 && rank <= within).length / ranks.length).toFixed(3)
  const mrr = (ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length).toFixed(3)
  process.stdout.write(`${name.padEnd(26)} ${String(ranks.length).padStart(5)}  recall@1 ${share(1)}  recall@5 ${share(5)}  MRR ${mrr}\n`)
}

/** Searches that are under way at a time. */
const atOnce = 16

/** Share of task titles that, typed as a query, give a task of that title first. */
async function titlesFirst({ stores }: Registry, titles: readonly string[]): Promise<{ share: number; missed: string[] }> {
  const missed: string[] = []
  // One result is enough to know what comes first.
  const first = async (query: string) => (await search(stores, { ...everything, query, kind: 'tasks', limit: 1 })).tasks[0]?.name
  for (let start = 0; start < titles.length; start += atOnce) {
    const some = titles.slice(start, start + atOnce)
    const found = await Promise.all(some.map(first))
    missed.push(...some.filter((title, place) => found[place] !== title))
  }
  return { share: 1 - missed.length / titles.length, missed }
}

const bounds = { recall5: 0.95, titles: 0.9 }

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { collections: { type: 'string' }, misses: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const pattern = values.collections ?? process.env.SEARCH_EVAL_COLLECTIONS
  const registry = await openRegistry()
  try {
    const titles: string[] = []
    for (const name of Object.values(collections)) {
      const lines = await collectionOf(name, pattern)
      await fill(registry, name, lines)
      titles.push(
        ...lines.flatMap(({ bundle }) => [...(bundle.runbook?.tasks ?? []), ...(bundle.sli?.tasks ?? [])].map((task) => task.name)),
      )
    }
    await syncSearch(registry.stores, null)
    return await report(registry, titles, values.misses === true)
  } finally {
    registry.close()
  }
}

/** Without the network the questions need clones of the collections that they are about. */
async function collectionOf(name: string, pattern: string | undefined) {
  const source = sourceOf(name, pattern)
  try {
    return await bundlesOf(source)
  } catch (error) {
    if (!(error instanceof SandboxFailure)) throw error
    process.stderr.write(`${source} cannot be read: ${error.message}\nSay where clones are, for example --collections '/clones/{name}'.\n`)
    return process.exit(1)
  }
}

async function report(registry: Registry, titles: string[], withMisses: boolean): Promise<number> {
  const asked = questions()
  const ranks: number[] = []
  for (const question of asked) ranks.push(await rankOf(registry, question))
  line('all questions', ranks)
  line(
    'open half',
    ranks.filter((_, place) => place % 2 === 0),
  )
  line(
    'held-out half',
    ranks.filter((_, place) => place % 2 === 1),
  )
  const { share, missed } = await titlesFirst(registry, titles)
  process.stdout.write(`task titles as queries     ${String(titles.length).padStart(5)}  recall@1 ${share.toFixed(3)}\n`)
  if (withMisses) {
    asked.forEach(({ text }, place) => {
      if (place % 2 === 0 && ranks[place] !== 1) process.stdout.write(`  ${ranks[place] || '–'}  ${text}\n`)
    })
    for (const title of new Set(missed)) process.stdout.write(`  title not first: ${title}\n`)
  }
  const recall5 = ranks.filter((rank) => rank > 0 && rank <= 5).length / ranks.length
  const kept = recall5 >= bounds.recall5 && share >= bounds.titles
  process.stdout.write(`at least recall@5 ${bounds.recall5} and ${bounds.titles} of the titles: ${kept ? 'ok' : 'NOT REACHED'}\n`)
  return kept ? 0 : 1
}

runProgram(main)
