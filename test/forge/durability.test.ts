import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startForge } from './forge.ts'
import { owner, repo, runGit, type Sink, startSink } from './testing.ts'

describe('a forge that is stopped and started again', () => {
  let folder: string
  let sink: Sink
  const children: ChildProcess[] = []
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'forge-durable-'))
    sink = await startSink()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await kill(child)
    await sink.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const options = () => ({ port: 0, dataDir: join(folder, 'data'), appUrl: sink.url })

  async function kill(child: ChildProcess) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** The forge as a process of its own, which can be killed. */
  async function launch(...more: string[]) {
    const args = [
      'test/forge/main.ts',
      '--port',
      '0',
      '--data',
      join(folder, 'data'),
      '--app-url',
      sink.url,
      '--samples',
      relative(process.cwd(), join(folder, 'samples')),
      ...more,
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const [line] = await once(createInterface(child.stdout), 'line')
    return { child, url: /http:\S+/.exec(String(line))?.[0] ?? '' }
  }

  const post = async (url: string, title: string) =>
    (
      await fetch(`${url}/_forge/issues`, {
        method: 'POST',
        body: JSON.stringify({ owner, repo, title, body: '', labels: [], login: 'mina' }),
      })
    ).status

  test('keeps its App, its people, its issues and its commits, and announces itself once', async () => {
    const first = await startForge(options())
    expect(await post(first.url, 'kept')).toBe(201)
    await first.close()
    const second = await startForge(options())
    expect(second.credentials).toEqual(first.credentials)
    const page = await (await fetch(`${second.url}/${owner}/${repo}/issues/1`)).text()
    expect(page).toContain('kept')
    await sink.next(({ event }) => event === 'issues')
    await second.close()
    expect(sink.received.filter(({ event }) => event === 'installation').length).toBe(1)
  })

  test('loses nothing that it acknowledged when it is killed, and sends what it had not sent', async () => {
    const first = await launch()
    await fetch(`${first.url}/_forge/faults`, { method: 'PUT', body: JSON.stringify({ deliveries: { delayMs: 60_000 } }) })
    expect(await post(first.url, 'acknowledged')).toBe(201)
    await kill(first.child)
    expect(sink.received.some(({ event }) => event === 'issues')).toBe(false)
    const second = await startForge(options())
    // The first forge's faults outlive it; this one is to send at once.
    expect(second.faults.plan().deliveries.delayMs).toBe(60_000)
    await second.close()
    const third = await startForge({ ...options(), faults: {} })
    await sink.next(({ payload }) => JSON.stringify(payload).includes('acknowledged'))
    await third.close()
  })

  test('finishes a merge whose base moved before it was killed, and clears the locks of killed git processes', async () => {
    const first = await startForge(options())
    const directory = join(folder, 'data/repositories', owner, `${repo}.git`)
    const headers = { authorization: `Bearer ${first.tokenOf('rex')}`, 'user-agent': 'test' }
    const clone = join(folder, 'clone')
    const remote = `${first.url.replace('://', `://rex:${first.tokenOf('rex')}@`)}/${owner}/${repo}.git`
    await runGit(['clone', '--quiet', remote, clone], folder)
    await runGit(['checkout', '--quiet', '-b', 'change'], clone)
    await runGit(['commit', '--quiet', '--allow-empty', '-m', 'change'], clone)
    await runGit(['push', '--quiet', 'origin', 'change'], clone)
    const pull = JSON.stringify({ head: 'change', base: 'main', title: 'Change' })
    await fetch(`${first.url}/api/v3/repos/${owner}/${repo}/pulls`, { method: 'POST', headers, body: pull })
    await first.close()
    // What a process leaves behind that dies between moving the base and recording the merge.
    const sha = (await runGit(['--git-dir', directory, 'rev-parse', 'change'], folder)).output.trim()
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(join(folder, 'data/forge.sqlite'))
    database.prepare("UPDATE pulls SET merging_sha = ?, merging_by = 'rex'").run(sha)
    database.close()
    await runGit(['--git-dir', directory, 'update-ref', 'refs/heads/main', sha], folder)
    const lock = join(directory, 'refs/heads/main.lock')
    writeFileSync(lock, '')
    const second = await startForge(options())
    expect(existsSync(lock)).toBe(false)
    const summary = await (await fetch(`${second.url}/_forge/repos/${owner}/${repo}/summary`)).json()
    expect(summary).toMatchObject({ merges: 1, pullRequests: [{ state: 'closed', merged: true }] })
    const push = await sink.next(({ event, payload }) => event === 'push' && payload.ref === 'refs/heads/main')
    expect(push.payload).toMatchObject({ after: sha })
    await second.close()
  })

  test('imports a local clone and sample folders as repositories', async () => {
    const sample = join(folder, 'samples', repo)
    mkdirSync(sample, { recursive: true })
    writeFileSync(join(sample, 'README.md'), 'the sample')
    writeFileSync(join(sample, '.gitignore'), 'ignored.txt')
    writeFileSync(join(sample, 'ignored.txt'), 'kept all the same')
    const source = join(folder, 'source')
    await runGit(['init', '--quiet', '-b', 'trunk', source], folder)
    await runGit(['commit', '--quiet', '--allow-empty', '-m', 'x'], source)
    const { url } = await launch('--collection', `imported=${source}`)
    expect(await runGit(['clone', '--quiet', `${url}/${owner}/${repo}.git`, 'sample-clone'], folder)).toMatchObject({ code: 0 })
    expect(await runGit(['ls-files'], join(folder, 'sample-clone'))).toMatchObject({ output: '.gitignore\nREADME.md\nignored.txt\n' })
    expect(await runGit(['clone', '--quiet', `${url}/${owner}/imported.git`], folder)).toMatchObject({ code: 0 })
    expect(await runGit(['branch', '--show-current'], join(folder, 'imported'))).toMatchObject({ output: 'trunk\n' })
    const added = await sink.next(({ event }) => event === 'installation_repositories')
    expect(added.payload).toMatchObject({ action: 'added', repositories_added: [{ full_name: `${owner}/imported` }] })
  })
})
