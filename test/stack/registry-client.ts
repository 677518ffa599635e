import * as z from 'zod'
import { type StateName, states } from '../../worker/domain/states.ts'

const summarySchema = z.object({
  state: z.enum(states),
  slug: z.string().nullable(),
  requester: z.string(),
  pull: z.object({ number: z.number(), headSha: z.string() }).nullable(),
  outcome: z.object({ reason: z.string(), nextAction: z.string() }).nullable(),
  round: z.number(),
  attempt: z.number(),
  provider: z.string().nullable(),
  seq: z.number(),
})

const eventSchema = z.looseObject({ seq: z.number(), at: z.number(), type: z.string() })
export type TimelineEvent = z.infer<typeof eventSchema>

const viewSchema = z.object({
  summary: summarySchema,
  plan: z.unknown(),
  files: z.array(z.object({ path: z.string(), content: z.string() })),
  events: z.array(eventSchema),
  actions: z.array(z.string()),
})
export type View = z.infer<typeof viewSchema>

const messageSchema = z.object({ type: z.literal('events'), events: z.array(eventSchema), summary: summarySchema })

export interface IssueAddress {
  owner: string
  repo: string
  number: number
}

/** An answer of the registry that was not 2xx. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The registry as a person's browser sees it: its API, its socket, and the session of whoever signed in. */
export class RegistryClient {
  readonly url: string
  readonly #cookie: string

  constructor(url: string, cookie = '') {
    this.url = url
    this.#cookie = cookie
  }

  /** What a browser sends along with every request of the registry's own pages. */
  get headers(): Record<string, string> {
    return { origin: this.url, ...(this.#cookie === '' ? {} : { cookie: this.#cookie }) }
  }

  async #json(path: string, init: { method?: string; body?: string } = {}): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      ...init,
      headers: { ...this.headers, accept: 'application/json', 'content-type': 'application/json' },
      signal: AbortSignal.timeout(30_000),
    })
    const text = await answer.text()
    if (!answer.ok) throw new RegistryError(answer.status, `${init.method ?? 'GET'} ${path}: ${answer.status} ${text.slice(0, 300)}`)
    return JSON.parse(text)
  }

  /** The issue as its page shows it; null while the registry has not heard of it. */
  async issue({ owner, repo, number }: IssueAddress): Promise<View | null> {
    try {
      return viewSchema.parse(await this.#json(`/api/v1/issues/${owner}/${repo}/${number}`))
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return null
      throw error
    }
  }

  /** Does what a button of the issue page does. Throws `RegistryError` (409 when the state does not allow it or the head moved). */
  async act({ owner, repo, number }: IssueAddress, action: { action: string; headSha?: string; text?: string }): Promise<View> {
    const body = JSON.stringify(action)
    return viewSchema.parse(await this.#json(`/api/v1/issues/${owner}/${repo}/${number}/actions`, { method: 'POST', body }))
  }

  /** Sends a form of a page, as a browser without scripting does; answers the status, of which a redirect is the usual one. */
  async postForm(path: string, fields: Record<string, string>): Promise<number> {
    return (await this.#post(path, fields)).status
  }

  /** Sends a form and answers the path it leads to, without what is said there; empty when it leads nowhere. */
  async formTo(path: string, fields: Record<string, string>): Promise<string> {
    return (await this.#post(path, fields)).headers.get('location')?.split('?')[0] ?? ''
  }

  #post(path: string, fields: Record<string, string>): Promise<Response> {
    return fetch(`${this.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: this.headers, redirect: 'manual' })
  }

  /** The HTML of a page. */
  async page(path: string): Promise<string> {
    return (await fetch(`${this.url}${path}`, { headers: this.headers })).text()
  }

  async search(query: string): Promise<{ total: number; slugs: string[]; scores: (number | null)[] }> {
    const schema = z.object({ total: z.number(), cards: z.array(z.object({ slug: z.string(), score: z.number().nullable() })) })
    const results = schema.parse(await this.#json(`/api/v1/codebundles?q=${encodeURIComponent(query)}`))
    return { total: results.total, slugs: results.cards.map((card) => card.slug), scores: results.cards.map((card) => card.score) }
  }

  /** CodeBundles that wait for their score. */
  async unassessed(): Promise<number> {
    const schema = z.array(z.object({ bundles: z.number(), scores: z.array(z.number()) }))
    const collections = schema.parse(await this.#json('/api/v1/collections'))
    return collections.reduce((sum, { bundles, scores }) => sum + bundles - scores.reduce((all, some) => all + some, 0), 0)
  }

  async viewer(): Promise<{ login: string; role: string } | null> {
    return z
      .object({ login: z.string(), role: z.string() })
      .nullable()
      .parse(await this.#json('/api/v1/me'))
  }

  /** Opens the issue's socket after event `after`. `closed` is called once, whatever ended it. */
  watch(address: IssueAddress, after: number, heard: (events: TimelineEvent[], state: StateName) => void, closed: () => void): () => void {
    const path = `/api/v1/issues/${address.owner}/${address.repo}/${address.number}/live?after=${after}`
    const target = `${this.url.replace(/^http/, 'ws')}${path}`
    const socket: WebSocket = Reflect.construct(WebSocket, [target, { headers: this.headers }])
    socket.addEventListener('message', ({ data }) => {
      const message = messageSchema.safeParse(JSON.parse(String(data)))
      if (message.success) heard(message.data.events, message.data.summary.state)
    })
    socket.addEventListener('close', closed)
    socket.addEventListener('error', () => socket.close())
    return () => socket.close()
  }
}
