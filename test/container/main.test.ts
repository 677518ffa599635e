import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runnerBundle } from '../../containers/bundle-options.ts'
import { goodBundle } from './good-bundle.ts'
import { makeRepository, projectRoot, tempDir, venv } from './support.ts'

/** A port that was free a moment ago: the program prints no port of its own choosing that a test could ask for. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts a runner program and waits until it says that it listens. */
async function start(file: string, port: number): Promise<ChildProcess> {
  const args = [file, '--port', String(port), '--venv', venv()]
  const child = spawn(process.execPath, args, { env: { ...process.env, RUNNER_TOKEN: 'token' }, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`The runner ended with ${code}.`)))
  })
  return child
}

async function inspect(port: number): Promise<string> {
  const body = JSON.stringify({ url: `file://${makeRepository(goodBundle())}` })
  const response = await fetch(`http://127.0.0.1:${port}/inspect`, { method: 'POST', headers: { authorization: 'Bearer token' }, body })
  return response.text()
}

describe('the runner as a program', () => {
  it('refuses to run untrusted steps open in production', async () => {
    const args = [join(projectRoot, 'containers', 'main.ts'), '--port', '0', '--venv', venv(), '--allow-unconfined']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: { ...process.env, RUNNER_TOKEN: 'token', NODE_ENV: 'production' },
    })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^--allow-unconfined is for development.*\n$/)
  })

  it('the bundled file runs without node_modules, beside its Python programs, and ends on SIGTERM', async () => {
    const root = tempDir()
    await build(runnerBundle(join(root, 'dist', 'main.mjs')))
    for (const name of ['confine', 'robot']) cpSync(join(projectRoot, 'containers', name), join(root, name), { recursive: true })
    const port = await freePort()
    const child = await start(join(root, 'dist', 'main.mjs'), port)
    expect(await inspect(port)).toMatch(/"type":"bundle".*\n\{"type":"end"\}\n$/)
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('without a token it does not start and says why', async () => {
    const child = spawn(process.execPath, [join(projectRoot, 'containers', 'main.ts')], { env: { PATH: process.env.PATH }, stdio: 'pipe' })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, said]).toEqual([2, 'RUNNER_TOKEN is not set: the runner answers nobody without a token.\n'])
  })
})
