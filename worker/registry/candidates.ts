import { parseBundle, parseTags } from '../db/catalogue-store.ts'
import type { CoverageCandidate } from '../domain/coverage.ts'
import type { Plan } from '../domain/plan.ts'
import type { ParsedRequest } from '../domain/request.ts'
import { cardOf } from './cards.ts'
import { matchExpression, wordsUsedOfText } from './search-query.ts'
import type { SearchStores } from './sync-search.ts'

/** Bundles looked at closely: full text puts the right one among its first few, the ranking only has to find it there. */
const candidatesRead = 20

/** Words of a request, the most telling first: what it is about, then the tasks, then the rest. */
function wordsOfRequest(request: ParsedRequest, plan: Omit<Plan, 'coverage'>): string {
  const tasks = plan.tasks.map((task) => task.title)
  return [plan.displayName, plan.slug, request.service ?? '', plan.purpose, request.title, ...tasks, plan.summary].join('\n')
}

/** The bundles closest to a request by full text: those of its platform, and of every platform when there are none. */
export async function findCandidates(
  stores: SearchStores,
  request: ParsedRequest,
  plan: Omit<Plan, 'coverage'>,
): Promise<CoverageCandidate[]> {
  const expression = matchExpression(wordsOfRequest(request, plan), wordsUsedOfText)
  if (!expression) return []
  const ofPlatform = await stores.search.page(expression.any, plan.platform, null, candidatesRead)
  const { hits } = ofPlatform.total > 0 ? ofPlatform : await stores.search.page(expression.any, null, null, candidatesRead)
  const ids = hits.map((hit) => hit.id)
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
