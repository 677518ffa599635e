import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { InspectLine } from '../../../worker/domain/sandbox-protocol.ts'
import { createRunnerClient, type RunnerFetch } from '../../../worker/sandbox/runner-client.ts'

const collection: InspectLine = { type: 'collection', collection: { url: 'http://x', ref: 'main', commit: 'c1' } }
const unchanged: InspectLine = { type: 'unchanged', path: 'codebundles/é🦓', treeHash: 't' }
const end: InspectLine = { type: 'end' }
const report = { ok: true, checks: [], durationMs: 3, tools: {} }

const bytes = (lines: readonly unknown[]) => new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

function streamOf(chunks: Uint8Array[], ending: 'close' | 'break' | 'hang' = 'close', onCancel?: () => void): RunnerFetch {
  const queue = [...chunks]
  return async () =>
    new Response(
      new ReadableStream<Uint8Array>({
        pull(controller) {
          const next = queue.shift()
          if (next) return controller.enqueue(next)
          if (ending === 'close') return controller.close()
          if (ending === 'break') return controller.error(new Error('reset by peer'))
          return new Promise(() => undefined)
        },
        cancel: () => onCancel?.(),
      }),
    )
}

async function inspect(send: RunnerFetch, limits = {}) {
  const seen: InspectLine[] = []
  const client = createRunnerClient(send, { limits })
  const failure = await client.inspect({ url: 'http://x' }, async (line) => void seen.push(line)).catch((error: unknown) => error)
  return { seen, failure }
}

it('hands over every line in order and returns after the end', async () => {
  const { seen, failure } = await inspect(streamOf([bytes([collection, unchanged, end])]))
  expect([seen, failure]).toEqual([[collection, unchanged, end], undefined])
})

it('reads the same lines however the bytes are cut', async () => {
  const whole = bytes([collection, unchanged, { type: 'progress', message: 'zwölf Bündel' }, end])
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(whole.byteLength), { maxLength: 12 }), async (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.byteLength]
      const chunks = edges.slice(1).map((edge, index) => whole.slice(edges[index], edge))
      const { seen, failure } = await inspect(streamOf(chunks.filter((chunk) => chunk.byteLength > 0)))
      expect(failure).toBeUndefined()
      expect(seen.map((line) => line.type)).toEqual(['collection', 'unchanged', 'progress', 'end'])
    }),
  )
})

it('fails when the stream ends before the end line, and when it breaks', async () => {
  for (const ending of ['close', 'break'] as const) {
    const { seen, failure } = await inspect(streamOf([bytes([collection, unchanged])], ending))
    expect(seen).toHaveLength(2)
    expect(failure).toMatchObject({ name: 'SandboxError', code: 'unreachable', retry: 'later' })
  }
})

it.each([
  ['repository_not_found', 'never'],
  ['ref_not_found', 'never'],
  ['repository_empty', 'never'],
  ['too_large', 'never'],
  ['bad_request', 'never'],
  ['misconfigured', 'never'],
  ['timeout', 'later'],
  ['busy', 'later'],
  ['unreachable', 'later'],
  ['internal', 'later'],
])('gives the reported error %s the retry class %s', async (code, retry) => {
  const { failure } = await inspect(streamOf([bytes([collection, { type: 'error', code, message: 'Because.' }])]))
  expect(failure).toMatchObject({ name: 'SandboxError', code, retry, message: 'Because.' })
})

it('counts an unknown error code, text that is no JSON and a line of another shape as internal', async () => {
  const lines = [
    bytes([{ type: 'error', code: 'surprise', message: 'x' }]),
    new TextEncoder().encode('<html>\n'),
    bytes([{ type: 'bundle' }]),
  ]
  for (const line of lines) expect((await inspect(streamOf([line]))).failure).toMatchObject({ code: 'internal', retry: 'later' })
})

it('stops reading at a line or a stream that is too large, and cancels the stream', async () => {
  const onCancel = vi.fn()
  const endless = streamOf(
    Array.from({ length: 100 }, () => new Uint8Array(100).fill(65)),
    'hang',
    onCancel,
  )
  expect((await inspect(endless, { lineBytes: 1_000 })).failure).toMatchObject({ code: 'too_large', retry: 'never' })
  const many = streamOf(
    Array.from({ length: 100 }, () => bytes([unchanged])),
    'hang',
    onCancel,
  )
  expect((await inspect(many, { totalBytes: 1_000 })).failure).toMatchObject({ code: 'too_large' })
  expect(onCancel).toHaveBeenCalledTimes(2)
})

it('gives up on a stream that falls silent, on one that never ends and on an answer that never begins', async () => {
  const silent = await inspect(streamOf([bytes([collection])], 'hang'), { idleMs: 30 })
  expect([silent.seen.length, silent.failure]).toMatchObject([1, { code: 'timeout', retry: 'later' }])
  expect((await inspect(streamOf([bytes([collection])], 'hang'), { totalMs: 30 })).failure).toMatchObject({ code: 'timeout' })
  const never: RunnerFetch = (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  expect((await inspect(never, { idleMs: 30 })).failure).toMatchObject({ code: 'timeout' })
})

it('says unreachable for a refused connection', async () => {
  const { failure } = await inspect(() => Promise.reject(new TypeError('fetch failed')))
  expect(failure).toMatchObject({ code: 'unreachable', retry: 'later' })
})

it.each([
  [503, '{"type":"error","code":"misconfigured","message":"No runner."}', { code: 'misconfigured', retry: 'never', message: 'No runner.' }],
  [503, 'upstream connect error', { code: 'busy', retry: 'later' }],
  [429, '', { code: 'busy', retry: 'later' }],
  [401, '{}', { code: 'bad_request', retry: 'never' }],
  [502, '{"type":"end"}', { code: 'unreachable', retry: 'later' }],
])('understands an answer of status %i with the body %s', async (status, body, expected) => {
  const { failure } = await inspect(async () => new Response(body, { status }))
  expect(failure).toMatchObject(expected)
})

it('lets what the receiver throws pass unchanged, and cancels the stream', async () => {
  const onCancel = vi.fn()
  const client = createRunnerClient(streamOf([bytes([collection, end])], 'hang', onCancel))
  const thrown = new Error('database is gone')
  await expect(client.inspect({ url: 'http://x' }, () => Promise.reject(thrown))).rejects.toBe(thrown)
  expect(onCancel).toHaveBeenCalledOnce()
})

it('shows progress of a validation and returns its report', async () => {
  const shown: string[] = []
  const requests: unknown[] = []
  const send = streamOf([
    bytes([
      { type: 'progress', message: 'robot --dryrun' },
      { type: 'report', report },
    ]),
  ])
  const client = createRunnerClient((path, init) => {
    requests.push([path, JSON.parse(init.body)])
    return send(path, init)
  })
  const request = { url: 'http://x', bundlePath: 'codebundles/a', files: [] }
  expect(await client.validate(request, async (text) => void shown.push(text))).toEqual(report)
  expect([shown, requests]).toEqual([['robot --dryrun'], [['/validate', request]]])
})
