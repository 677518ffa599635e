import type { Actor } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { type Call, param, type Reply, type Route } from './router.ts'
import { type Delivery, deliveryRow } from './tables.ts'
import { iso, type World } from './world.ts'

function needApp(actor: Actor): void {
  if (actor.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded')
}

/** GitHub's hook-delivery-item. */
export function presentDelivery(world: World, delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.attempted_at ?? delivery.created_at),
    redelivery: delivery.redelivery,
    duration: (delivery.duration_ms ?? 0) / 1000,
    status: delivery.status,
    status_code: delivery.status_code,
    event: delivery.event,
    action: delivery.action,
    installation_id: world.credentials.installationId,
    repository_id: delivery.repository_id,
    throttled_at: null,
  }
}

/** Attempts, newest first. `cursor` is the id to go on below. */
function listDeliveries(world: World, call: Call): Reply {
  const asked = Number(call.query.get('per_page') ?? 30)
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 100) : 30
  const cursor = call.query.get('cursor')
  const below = cursor === null ? Number.MAX_SAFE_INTEGER : Number(/^v1_(\d+)$/.exec(cursor)?.[1] ?? Number.NaN)
  if (Number.isNaN(below)) throw new ApiError(422, 'Invalid cursor', [])
  const wanted = call.query.get('status')
  const condition = wanted === 'success' ? "AND status = 'OK'" : wanted === 'failure' ? "AND status <> 'OK'" : ''
  const found = world.store.all(
    deliveryRow,
    `SELECT * FROM deliveries WHERE status <> 'pending' AND id < ? ${condition} ORDER BY id DESC LIMIT ?`,
    below,
    size + 1,
  )
  const shown = found.slice(0, size)
  const query = new URLSearchParams(call.query)
  query.set('cursor', `v1_${shown.at(-1)?.id ?? 0}`)
  const more = found.length > size
  return {
    status: 200,
    headers: more ? { link: `<${world.url}${call.path}?${query}>; rel="next"` } : {},
    json: shown.map((delivery) => presentDelivery(world, delivery)),
  }
}

/** A stored delivery. Throws 404. */
export function findDelivery(world: World, id: number): Delivery {
  const delivery = world.store.one(deliveryRow, 'SELECT * FROM deliveries WHERE id = ?', id)
  if (delivery === null) throw notFound()
  return delivery
}

function getDelivery(world: World, call: Call): Reply {
  const delivery = findDelivery(world, Number(param(call, 'id')))
  return {
    status: 200,
    json: {
      ...presentDelivery(world, delivery),
      url: `${world.appUrl}/webhooks/github`,
      request: { headers: JSON.parse(delivery.request_headers ?? '{}'), payload: JSON.parse(delivery.payload) },
      response: { headers: JSON.parse(delivery.response_headers ?? '{}'), payload: delivery.response_body },
    },
  }
}

/** Stores one more attempt at a delivery, with its GUID and payload, and returns the new attempt's id. Throws 404. */
export function redeliver(world: World, id: number): number {
  const { guid, event, action, repository_id, payload } = findDelivery(world, id)
  return world.store.run(
    'INSERT INTO deliveries (guid, event, action, repository_id, payload, redelivery, created_at) VALUES (?, ?, ?, ?, ?, 1, ?)',
    ...[guid, event, action, repository_id, payload, Date.now()],
  ).id
}

function asApp(handle: (world: World, call: Call) => Reply): Route['handle'] {
  return (world, call, actor) => {
    needApp(actor)
    return handle(world, call)
  }
}

/** The App's webhook deliveries. */
export const hookRoutes: Route[] = [
  { method: 'GET', pattern: '/app/hook/deliveries', handle: asApp(listDeliveries) },
  { method: 'GET', pattern: '/app/hook/deliveries/:id', handle: asApp(getDelivery) },
  {
    method: 'POST',
    pattern: '/app/hook/deliveries/:id/attempts',
    handle: asApp((world, call) => {
      redeliver(world, Number(param(call, 'id')))
      return { status: 202, json: {} }
    }),
  },
]
