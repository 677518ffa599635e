import { type Signal, signal } from '@preact/signals'
import { backoffMs } from './backoff.ts'

/** `live`: the socket is open; `connecting`: between two attempts; `polling`: sockets fail, the page asks by HTTP; `ended`: closed on purpose. */
export type Connection = 'connecting' | 'live' | 'polling' | 'ended'

/** Failed attempts in a row after which the page polls; further socket attempts go on beside it. */
const failuresBeforePolling = 3
/** Between two polls: quick enough to follow a run, slow enough for a proxy that forbids sockets. */
const pollMs = 3_000

/** What the page's own timers, sockets and chance give; a test gives others. */
export interface Surroundings {
  open(url: string): WebSocket
  setTimeout(run: () => void, ms: number): number
  clearTimeout(timer: number): void
  random(): number
}

export interface LiveOptions {
  /** Asked before each attempt, so that it can carry the last sequence number seen. */
  url(): string
  message(data: unknown): void
  /** One HTTP request in place of the socket; its failure is the next poll's business. */
  poll(): Promise<void>
}

/** A connection that is kept up: reopened with backoff, polled for while it cannot be had. `close` ends it. */
export interface Live {
  connection: Signal<Connection>
  close(): void
}

const browser: Surroundings = {
  open: (url) => new WebSocket(url),
  setTimeout: (run, ms) => window.setTimeout(run, ms),
  clearTimeout: (timer) => window.clearTimeout(timer),
  random: () => Math.random(),
}

/** Opens the connection and keeps it until `close`. Messages that are not JSON are dropped: a proxy's page is not ours. */
export function connect(options: LiveOptions, around: Surroundings = browser): Live {
  const connection = signal<Connection>('connecting')
  let failures = 0
  let socket: WebSocket | null = null
  let retryTimer = 0
  let pollTimer = 0

  const ended = () => connection.peek() === 'ended'

  async function poll() {
    await options.poll()
    if (connection.peek() === 'polling') pollTimer = around.setTimeout(poll, pollMs)
  }

  function lost() {
    if (ended()) return
    failures += 1
    if (failures < failuresBeforePolling) connection.value = 'connecting'
    else if (connection.peek() !== 'polling') {
      connection.value = 'polling'
      void poll()
    }
    retryTimer = around.setTimeout(attempt, backoffMs(failures, around.random()))
  }

  function attempt() {
    const opened = around.open(options.url())
    socket = opened
    opened.addEventListener('open', () => {
      failures = 0
      around.clearTimeout(pollTimer)
      if (!ended()) connection.value = 'live'
    })
    opened.addEventListener('message', (event) => {
      const data = parse(event.data)
      if (data !== undefined && !ended()) options.message(data)
    })
    opened.addEventListener('close', lost)
  }

  attempt()
  return {
    connection,
    close() {
      connection.value = 'ended'
      around.clearTimeout(retryTimer)
      around.clearTimeout(pollTimer)
      socket?.close()
    },
  }
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

/** The socket address for a path on this page's origin. */
export function socketUrl(path: string, origin: string): string {
  return `${origin.replace(/^http/, 'ws')}${path}`
}
