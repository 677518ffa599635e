import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runnerBundle } from '../../containers/bundle-options.ts'
import { bundlePath, goodBundle } from './good-bundle.ts'
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
async function start(file: string, port: number): Promise<{ child: ChildProcess; log: () => string }> {
  const args = [file, '--port', String(port), '--venv', venv()]
  const child = spawn(process.execPath, args, { env: { ...process.env, RUNNER_TOKEN: 'token' }, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`The runner ended with ${code}. ${log}`)))
  })
  return { child, log: () => log }
}

async function ask(port: number, path: string, asked: object): Promise<string> {
  const body = JSON.stringify({ url: `file://${makeRepository(goodBundle())}`, ...asked })
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { authorization: 'Bearer token' }, body })
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
    // The programs are read by the users of the steps.
    chmodSync(root, 0o755)
    await build(runnerBundle(join(root, 'dist', 'main.mjs')))
    for (const name of ['confine', 'rehearse', 'robot'])
      cpSync(join(projectRoot, 'containers', name), join(root, name), { recursive: true })
    const port = await freePort()
    const { child, log } = await start(join(root, 'dist', 'main.mjs'), port)
    expect(await ask(port, '/inspect', {})).toMatch(/"type":"bundle".*\n\{"type":"end"\}\n$/)
    const validation = await ask(port, '/validate', { bundlePath, files: [], rehearse: true })
    expect(validation).toMatch(/"name":"everything-fails".*"name":"nothing-there"/)
    // Nothing was missing that a step could do without.
    expect(log()).toBe('')
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
