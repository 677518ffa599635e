import { expect, it } from 'vitest'
import type { Waiting } from '../../../../worker/domain/failure.ts'
import { NotYet } from '../../../../worker/domain/failure.ts'
import { inputFor, type Setting, startSetting } from '../../../cursor/setting.ts'
import { plainScript } from '../../../cursor/world.ts'

/** One look at a draft; what it leaves for the next. */
async function look(setting: Setting, watched: boolean, more: { waiting?: Waiting; frames?: string } = {}): Promise<Waiting> {
  const { waiting, frames } = more
  const stream = async (url: string, init: RequestInit) =>
    frames !== undefined && url.endsWith('/stream')
      ? new Response(frames, { headers: { 'content-type': 'text/event-stream' } })
      : fetch(url, init)
  const provider = setting.hasty({ limits: { listenMs: 300 }, fetch: stream })
  const input = { ...inputFor(), watched, ...(waiting === undefined ? {} : { waiting }) }
  const error: unknown = await provider.generate(input, setting.say).catch((thrown: unknown) => thrown)
  if (!(error instanceof NotYet)) throw new Error('no look is left')
  return error.waiting
}

function streamsOf({ double }: Setting): number {
  return double.exchanges.filter(({ path }) => path.endsWith('/stream')).length
}

function frame(event: string, data: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}

it('listens to the agent only while somebody watches, and makes one call where nobody does', async () => {
  const setting = await startSetting()
  const waiting = await look(setting, false)
  expect(setting.double.exchanges.map(({ method }) => method)).toEqual(['POST'])
  const later = await look(setting, false, { waiting })
  expect(setting.double.exchanges.map(({ method }) => method)).toEqual(['POST', 'GET'])
  expect(streamsOf(setting)).toBe(0)
  await look(setting, true, { waiting: later })
  expect(streamsOf(setting)).toBe(1)
})

it('tells what the agent says in whole lines, without its keys, and goes on where it stopped', async () => {
  const setting = await startSetting()
  const key = `ghp_${'aB3dE6gH9j'.repeat(4)}`
  const frames = [
    frame('status', { runId: 'run-1', status: 'RUNNING' }),
    frame('assistant', { text: `I read the rules.\nThe token is ${key}` }, '5-1'),
    frame('interaction_update', { text: 'twice' }, '5-1'),
    frame('assistant', { text: ' as it seems' }, '5-2'),
    frame('tool_call', { callId: '1', name: 'read_file', status: 'running', args: { path: '/secret' } }, '5-3'),
    frame('tool_call', { callId: '1', name: 'read_file', status: 'completed', result: 'secret' }, '5-4'),
    frame('thinking', { text: 'hm' }),
    frame('assistant', 'no JSON', '5-5'),
    frame('error', { code: 'x', message: 'y' }),
  ].join('')
  const waiting = await look(setting, true, { frames })
  expect(setting.lines.filter((line) => line.startsWith('Cursor: '))).toEqual([
    'Cursor: I read the rules.',
    'Cursor: uses read_file',
    'Cursor: The token is [redacted] as it seems',
  ])
  expect(waiting.memory.heard).toBe('5-5')
  await look(setting, true, { waiting })
  expect(setting.double.exchanges.at(-1)).toMatchObject({ status: 400 })
})

it.each([
  ['ten megabytes without an end', 'x'.repeat(10 * 1024 * 1024)],
  ['more lines than anyone reads', frame('assistant', { text: 'line\n'.repeat(5_000) })],
  ['a page', '<!doctype html>'],
])('holds little of %s', async (_what, frames) => {
  const setting = await startSetting()
  setting.double.world.script = plainScript
  await look(setting, true, { frames })
  expect(setting.lines.length).toBeLessThan(45)
})
