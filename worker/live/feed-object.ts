import { DurableObject } from 'cloudflare:workers'
import type { IssueSummary } from '../domain/views.ts'
import { accept, send } from './sockets.ts'

/** Summaries that come within this time go out in one message. */
const coalesceMs = 100

/**
 * Fans out issue summaries to the dashboards. It stores nothing: a listener reads the list first and follows from there,
 * so that a summary lost with this object's memory is only seen at the next one.
 */
export class FeedObject extends DurableObject {
  readonly #pending = new Map<string, IssueSummary>()
  #timer: ReturnType<typeof setTimeout> | null = null

  /** Tells every dashboard about an issue; an older summary never replaces a newer one. */
  async broadcast(summary: IssueSummary): Promise<void> {
    const waiting = this.#pending.get(summary.key)
    if (waiting !== undefined && waiting.seq > summary.seq) return
    this.#pending.set(summary.key, summary)
    this.#timer ??= setTimeout(() => this.#flush(), coalesceMs)
  }

  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade') !== 'websocket') return new Response(null, { status: 404 })
    return accept(this.ctx, { type: 'summaries', summaries: [] })
  }

  #flush(): void {
    this.#timer = null
    const summaries = [...this.#pending.values()]
    this.#pending.clear()
    send(this.ctx, { type: 'summaries', summaries })
  }
}
