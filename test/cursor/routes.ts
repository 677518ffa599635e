import { presentAgent, presentRun, presentSummary, presentUsage } from './present.ts'
import { Refusal } from './refusal.ts'
import { type Queries, readCreateAgent, readCreateRun, readQuery } from './request-shapes.ts'
import { models, type World } from './world.ts'

export interface Call {
  method: string
  path: string
  search: URLSearchParams
  /** Parsed JSON; undefined when there was no body. */
  body: unknown
}

export interface Reply {
  status: number
  json: unknown
}

/** What the account of the key may do. */
export interface Account {
  /** Usage is in early access; `cost` is told to some accounts only. */
  usage: 'unavailable' | 'tokens' | 'tokens-and-cost'
}

interface Route {
  method: string
  pattern: RegExp
  query?: keyof Queries
  answer(world: World, call: Call, ids: { agent: string; run: string }, account: Account): Reply
}

const routes: Route[] = [
  {
    method: 'POST',
    pattern: /^\/v1\/agents$/,
    answer(world, { body }) {
      const { agent, run } = world.create(readCreateAgent(required(body)))
      return { status: 201, json: { agent: presentAgent(agent), run: presentRun(world, agent, run) } }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/agents$/,
    query: 'agents',
    answer(world, { search }) {
      const { limit, cursor, includeArchived } = readQuery('agents', search)
      const all = [...world.agents.values()].reverse().filter((agent) => includeArchived || !agent.archived)
      return page(all, { limit, cursor }, presentSummary)
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/agents\/([^/]+)$/,
    answer: (world, _call, ids) => ok(presentAgent(world.agent(ids.agent))),
  },
  {
    method: 'DELETE',
    pattern: /^\/v1\/agents\/([^/]+)$/,
    answer(world, _call, ids) {
      world.remove(ids.agent)
      return ok({ id: ids.agent })
    },
  },
  {
    method: 'POST',
    pattern: /^\/v1\/agents\/([^/]+)\/runs$/,
    answer(world, { body }, ids) {
      const run = world.follow(ids.agent, readCreateRun(required(body)))
      return { status: 201, json: { run: presentRun(world, world.agent(ids.agent), run) } }
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/agents\/([^/]+)\/runs$/,
    query: 'runs',
    answer(world, { search }, ids) {
      const agent = world.agent(ids.agent)
      return page([...agent.runs].reverse(), readQuery('runs', search), (run) => presentRun(world, agent, run))
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/agents\/([^/]+)\/runs\/([^/]+)$/,
    answer(world, _call, ids) {
      const { agent, run } = world.run(ids.agent, ids.run)
      return ok(presentRun(world, agent, run))
    },
  },
  {
    method: 'POST',
    pattern: /^\/v1\/agents\/([^/]+)\/runs\/([^/]+)\/cancel$/,
    answer(world, _call, ids) {
      world.cancel(ids.agent, ids.run)
      return ok({ id: ids.run })
    },
  },
  archiving('archive', true),
  archiving('unarchive', false),
  {
    method: 'GET',
    pattern: /^\/v1\/agents\/([^/]+)\/usage$/,
    query: 'usage',
    answer(world, { search }, ids, account) {
      if (account.usage === 'unavailable') throw new Refusal(403, 'feature_unavailable', 'Usage is in early access.')
      const { runId } = readQuery('usage', search)
      const agent = world.agent(ids.agent)
      const runs = runId === undefined ? agent.runs : [world.run(ids.agent, runId).run]
      return ok(presentUsage(world, runs, account.usage === 'tokens-and-cost'))
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/agents\/([^/]+)\/artifacts$/,
    answer(world, _call, ids) {
      world.agent(ids.agent)
      return ok({ items: [] })
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/me$/,
    answer: () => ok({ apiKeyName: 'Key of the tests', createdAt: '2026-01-01T00:00:00.000Z', userId: 7, userEmail: 'ada@example.com' }),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/models$/,
    answer: () =>
      ok({ items: models.map((id) => ({ id, displayName: id, variants: [{ params: [], displayName: id, isDefault: true }] })) }),
  },
]

/** Answers a call that has passed authentication. Throws `Refusal`. */
export function answer(world: World, call: Call, account: Account): Reply {
  for (const route of routes) {
    const match = route.method === call.method ? route.pattern.exec(call.path) : null
    if (match === null) continue
    // An unknown query key is refused before anything is done.
    readQuery(route.query ?? 'none', call.search)
    return route.answer(world, call, { agent: decodeURIComponent(match[1] ?? ''), run: decodeURIComponent(match[2] ?? '') }, account)
  }
  throw new Refusal(404, 'not_found', `The double does not answer ${call.method} ${call.path}.`)
}

function archiving(verb: 'archive' | 'unarchive', archived: boolean): Route {
  return {
    method: 'POST',
    pattern: new RegExp(`^/v1/agents/([^/]+)/${verb}$`),
    answer(world, _call, ids) {
      world.agent(ids.agent).archived = archived
      return ok({ id: ids.agent })
    },
  }
}

function ok(json: unknown): Reply {
  return { status: 200, json }
}

function required(body: unknown): unknown {
  if (body === undefined) throw new Refusal(400, 'missing_body', 'The request has no body.')
  return body
}

/** `cursor` is the id of the last item of the page before. */
function page<T extends { id: string }>(
  all: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  present: (item: T) => unknown,
): Reply {
  const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1
  if (cursor !== undefined && from === 0) throw new Refusal(400, 'validation_error', 'cursor: unknown')
  const items = all.slice(from, from + limit)
  const last = items.at(-1)
  const more = from + limit < all.length && last !== undefined
  return ok({ items: items.map(present), ...(more ? { nextCursor: last.id } : {}) })
}
