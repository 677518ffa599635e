import { parseBundle, parseTags } from '../db/catalogue-store.ts'
import { type CoverageCandidate, rankCoverage } from '../domain/coverage.ts'
import { makePlan } from '../domain/make-plan.ts'
import { parseRequest } from '../domain/parse-request.ts'
import type { CoverageAnswer, Plan } from '../domain/plan.ts'
import type { ParsedRequest } from '../domain/request.ts'
import { cardOf } from './cards.ts'
import { currentIndex } from './search/current-index.ts'
import { expand } from './search/expand.ts'
import { match, raritiesOf } from './search/match.ts'
import type { MemoryIndex } from './search/memory-index.ts'
import { parseQuery } from './search/query-language.ts'
import type { SearchStores } from './sync-search.ts'

/** Bundles looked at closely: search puts the right one among its first few, the ranking only has to find it there. */
const candidatesRead = 20
/** A request has more words that matter than a query. */
const wordsUsedOfText = 40

/** Words of a request, the most telling first: what it is about, then the tasks, then the rest. */
function wordsOfRequest(request: ParsedRequest, plan: Omit<Plan, 'coverage'>): string {
  const tasks = plan.tasks.map((task) => task.title)
  return [plan.displayName, plan.slug, request.service ?? '', plan.purpose, request.title, ...tasks, plan.summary].join('\n')
}

/** The closest bundles, best first: those of the platform, and of every platform when it has none. */
function closestIds(index: MemoryIndex, text: string, platform: string): number[] {
  // A text is words alone: what looks like a qualifier in it is not one.
  const { words } = parseQuery(text.replaceAll(/["\-:]/g, ' '), wordsUsedOfText)
  const { groups } = expand(index, words, false)
  const { scores } = match(index, 'bundles', groups, raritiesOf(index, groups), 'any')
  const ranked = index.bundles
    .map((bundle, at) => ({ id: bundle.id, platform: bundle.platform, score: scores[at] ?? 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.id - b.id)
  const own = ranked.filter((one) => one.platform === platform)
  return (own.length > 0 ? own : ranked).slice(0, candidatesRead).map(({ id }) => id)
}

/** The bundles closest to a request, with what the ranking compares. */
export async function findCandidates(
  stores: SearchStores,
  request: ParsedRequest,
  plan: Omit<Plan, 'coverage'>,
): Promise<CoverageCandidate[]> {
  const ids = closestIds(await currentIndex(stores.search), wordsOfRequest(request, plan), plan.platform)
  if (ids.length === 0) return []
  const [cards, rows] = await Promise.all([stores.catalogue.cardsById(ids), stores.catalogue.rowsById(ids)])
  return ids.flatMap((id) => {
    const [card, row] = [cards.find((one) => one.id === id), rows.find((one) => one.id === id)]
    if (!card || !row) return []
    const { runbook, sli } = parseBundle(row.catalogue)
    const { collection, slug, displayName, description, platform } = cardOf(card)
    const tasks = [...(runbook?.tasks ?? []), ...(sli?.tasks ?? [])]
    const tags = [...new Set([...parseTags(row.supports), ...tasks.flatMap((task) => task.tags)])]
    return [{ collection, slug, displayName, description, platform, tags, tasks: tasks.map((task) => task.name) }]
  })
}

/** A text that is no issue yet: nobody's, without labels. */
const unfiled = { labels: [] }

/** "Is there coverage already?" for the text of a request; its first line is the title. */
export async function coverageOf(stores: SearchStores, text: string): Promise<CoverageAnswer> {
  const [title = '', ...rest] = text.trim().split('\n')
  const whole = planOf(title, rest.join('\n') || title)
  const { request, result } = 'needsInfo' in whole.result ? planOf(title, asTasks(text)) : whole
  if ('needsInfo' in result) return { coverage: [], questions: result.needsInfo }
  return { coverage: rankCoverage(request, result.plan, await findCandidates(stores, request, result.plan)), questions: [] }
}

function planOf(title: string, body: string) {
  const request = parseRequest({ ...unfiled, title: title.slice(0, 200), body })
  return { request, result: makePlan(request) }
}

/** Who only wants to know may say in a few words what an issue would say at length: each line is then a task. */
function asTasks(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return ['### What are the key tasks?', '', ...lines.map((line, index) => `${index + 1}. ${line}`)].join('\n')
}
