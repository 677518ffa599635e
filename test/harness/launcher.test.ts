import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'
import { takeFolder } from '../stack/lock.ts'
import { projectRoot } from '../stack/paths.ts'
import { assertFree } from '../stack/ports.ts'
import { processesOf, waitGone } from '../stack/processes.ts'
import { startStack } from '../stack/stack.ts'

const dir = mkdtempSync(join(tmpdir(), 'registry-launcher-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface Launcher {
  pid: number
  ready: Promise<string>
  ended: Promise<number | null>
  kill: (signal: NodeJS.Signals) => void
}

function launch(): Launcher {
  const child = spawn(process.execPath, [join(projectRoot, 'test/stack/start.ts'), '--dir', dir, '--free-ports'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ready = new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('Press Ctrl-C')) resolve(text)
    })
    child.once('close', () => reject(new Error(`the launcher ended:\n${text}`)))
  })
  return { pid: child.pid ?? 0, ready, ended, kill: (signal) => child.kill(signal) }
}

/** Address of the registry that a launcher printed. */
function registryOf(text: string): string {
  return /Registry\s+(\S+)/.exec(text)?.[1] ?? ''
}

/** Every process of the stack in this file's folder: each carries the stack's id in its environment. */
function processes(): number[] {
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(readFileSync(join(dir, 'stack.json'), 'utf8')))
  return processesOf(`${id}/`)
}

it('says where to go, and leaves no process behind when it is told to end', async () => {
  const launcher = launch()
  const text = await launcher.ready
  expect(text).toContain('stands in for github.com')
  expect((await fetch(`${registryOf(text)}/api/health`)).status).toBe(200)
  const children = processes()
  expect(children.length).toBeGreaterThan(3)
  launcher.kill('SIGTERM')
  expect(await launcher.ended).toBe(0)
  expect(await waitGone(children, 0)).toBe(true)
})

it('refuses a second start in the same folder with one sentence, and clears up after a launcher that was killed', async () => {
  const launcher = launch()
  const url = registryOf(await launcher.ready)
  const sentence = `The product already runs here (process ${launcher.pid}): stop that one first.`
  await expect(startStack({ dir, ports: 'free' })).rejects.toThrow(sentence)
  const children = processes()
  launcher.kill('SIGKILL')
  await launcher.ended
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
  expect((await takeFolder(dir)).cleared).toBeGreaterThan(3)
  expect(await waitGone(children, 0)).toBe(true)
})

it('says in one sentence that a port is taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await expect(assertFree(port, 'the registry')).rejects.toThrow(`Port ${port}, wanted for the registry, is in use by another program`)
  server.close()
})
