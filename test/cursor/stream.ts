import type { ServerResponse } from 'node:http'
import { replyOf } from './present.ts'
import { Refusal } from './refusal.ts'
import { isTerminal, type World } from './world.ts'

const streamPath = /^\/v1\/agents\/([^/]+)\/runs\/([^/]+)\/stream$/
/** How often a stream looks whether its run has come further. */
const lookMs = 10

/** The ids of a call for the stream of a run; null for any other call. */
export function streamOf(method: string, path: string): { agent: string; run: string } | null {
  const match = method === 'GET' ? streamPath.exec(path) : null
  return match === null ? null : { agent: match[1] ?? '', run: match[2] ?? '' }
}

/**
 * Server-sent events of one run: its status first on every connection, the agent's words, then result and done. Only events that a
 * client may resume after have an id. Throws `Refusal` before anything is sent.
 */
export function sendStream(world: World, ids: { agent: string; run: string }, lastEventId: string | null, response: ServerResponse): void {
  const { run } = world.run(ids.agent, ids.run)
  const [words, result] = [`${run.startedAt}-0`, `${run.startedAt}-1`]
  if (lastEventId !== null && lastEventId !== words && lastEventId !== result) {
    throw new Refusal(400, 'invalid_last_event_id', 'No event of this run has that id.')
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-cursor-stream-retention-seconds': '3600' })
  const send = (event: string, data: unknown, id?: string): void => {
    response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  let told = ''
  const look = (): void => {
    const status = world.status(run)
    if (status !== told) send('status', { runId: run.id, status })
    told = status
    if (!isTerminal(status)) return
    clearInterval(timer)
    const text = replyOf(run)
    if (status === 'FINISHED' && lastEventId === null) send('assistant', { text }, words)
    const git = world.agent(ids.agent).branches
    const ending = {
      runId: run.id,
      status,
      ...(status === 'FINISHED' ? { text } : {}),
      ...(git.length === 0 ? {} : { git: { branches: git } }),
    }
    if (lastEventId !== result) send('result', { ...ending, durationMs: (world.endedAt(run) ?? 0) - run.startedAt }, result)
    send('done', {})
    response.end()
  }
  const timer = setInterval(look, lookMs)
  response.on('close', () => clearInterval(timer))
  look()
}
