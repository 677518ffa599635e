import * as z from 'zod'
import type { GitHubClient } from './client.ts'
import type { HookDelivery } from './recover-deliveries.ts'

const deliveryAnswer = z
  .object({
    id: z.union([z.string(), z.number()]).transform(String),
    guid: z.string(),
    delivered_at: z.string(),
    status_code: z.number().int(),
    event: z.string(),
  })
  .transform(
    (raw): HookDelivery => ({
      id: raw.id,
      guid: raw.guid,
      deliveredAt: Date.parse(raw.delivered_at),
      ok: raw.status_code >= 200 && raw.status_code < 300,
      event: raw.event,
    }),
  )

const pageSize = 100

/** GitHub's log of the App's deliveries back to `since`, newest first, at most `limit`. */
export async function listDeliveries(client: GitHubClient, since: number, limit: number): Promise<HookDelivery[]> {
  const found: HookDelivery[] = []
  let query: string | null = `per_page=${pageSize}`
  while (query !== null && found.length < limit) {
    const call = { method: 'GET', path: `/app/hook/deliveries?${query}` } as const
    const page: { headers: Headers; data: HookDelivery[] } = await client.asApp(call, z.array(deliveryAnswer))
    found.push(...page.data.filter((delivery) => delivery.deliveredAt >= since))
    const oldest = page.data.at(-1)
    query = oldest === undefined || oldest.deliveredAt < since ? null : nextQuery(page.headers.get('link'))
  }
  return found.slice(0, limit)
}

/** The query of the `rel="next"` address; only its cursor is taken over. */
function nextQuery(link: string | null): string | null {
  const address = link?.match(/<([^>]+)>;\s*rel="next"/)?.[1]
  const cursor = address === undefined ? null : new URL(address, 'http://local.invalid').searchParams.get('cursor')
  return cursor === null ? null : new URLSearchParams({ per_page: String(pageSize), cursor }).toString()
}

/** Asks GitHub to deliver once more; the new attempt carries the same delivery id. */
export async function redeliver(client: GitHubClient, id: string): Promise<void> {
  await client.asApp({ method: 'POST', path: `/app/hook/deliveries/${encodeURIComponent(id)}/attempts` }, z.unknown())
}
