import { chmod } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { type CallRecord, callRecordSchema } from '../../worker/domain/rehearsal/record.ts'

/**
 * Writes down the calls of the stand-ins, outside of what a bundle can reach: they tell each call over a socket and wait until it is noted. A bundle may tell
 * calls that were none, but it can neither change nor take back one that was told, and it has no say about the time.
 */
export interface Recorder {
  /** In the order in which they were told. */
  calls: CallRecord[]
  close: () => Promise<void>
}

/** A call has at most 100 arguments of 2,000 characters and 4 KiB of input. */
const maxCallBytes = 1024 * 1024

/** A loop must not fill the memory: later calls are answered but not noted. */
const maxCalls = 20_000
const maxBytes = 8 * 1024 * 1024

/** A bundle's scripts seldom run ten commands at a time. */
const maxConnections = 64
const silenceMs = 5000

/** Listens on `calls.sock` in a directory that the step may see. */
export async function startRecorder(place: string): Promise<Recorder> {
  const calls: CallRecord[] = []
  const open = new Set<Socket>()
  let bytes = 0
  const note = (text: string) => {
    bytes += text.length
    const call = calls.length < maxCalls && bytes <= maxBytes ? readCall(text) : null
    if (call) calls.push(call)
  }
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    listen(socket, note)
  })
  server.maxConnections = maxConnections
  const path = join(place, 'calls.sock')
  await listening(server, path)
  // The step runs as another user.
  await chmod(path, 0o777)
  return { calls, close: () => closed(server, open) }
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

function closed(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of open) socket.destroy()
  })
}

/** One call a connection: a line of JSON, answered by a line that says it was noted. */
function listen(socket: Socket, note: (text: string) => void): void {
  const parts: Buffer[] = []
  let bytes = 0
  socket.setTimeout(silenceMs, () => socket.destroy())
  // A caller that went away.
  socket.on('error', () => socket.destroy())
  socket.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > maxCallBytes) return void socket.destroy()
    parts.push(part)
    if (part.at(-1) !== newline) return
    socket.removeAllListeners('data')
    note(Buffer.concat(parts).toString('utf8'))
    socket.end('noted\n')
  })
}

const newline = 0x0a

function readCall(text: string): CallRecord | null {
  try {
    const parsed = callRecordSchema.omit({ at: true }).safeParse(JSON.parse(text))
    return parsed.success ? { ...parsed.data, at: Date.now() } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
