import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Runner, startRunner } from '../../containers/server.ts'
import type { InspectLine, InspectRequest } from '../../worker/domain/sandbox-protocol.ts'
import { isUnreadable } from '../../worker/registry/bundle-content.ts'
import { createRunnerClient } from '../../worker/sandbox/runner-client.ts'

const token = 'test-token'
const root = mkdtempSync(join(tmpdir(), 'runner-client-'))
const repository = join(root, 'sample')
const url = pathToFileURL(repository).href
const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
let runner: Runner

function git(...args: string[]): string {
  return execFileSync('git', ['-C', repository, ...identity, ...args], { encoding: 'utf8' }).trim()
}

function commitAll(message: string): string {
  git('add', '-A')
  git('commit', '-q', '-m', message)
  return git('rev-parse', 'HEAD')
}

function client(bearer = token) {
  return createRunnerClient((path, init) =>
    fetch(`${runner.url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${bearer}` } }),
  )
}

async function inspect(request: Partial<InspectRequest> = {}, bearer = token) {
  const lines: InspectLine[] = []
  const failure = await client(bearer)
    .inspect({ url, ...request }, async (line) => void lines.push(line))
    .catch((error: unknown) => error)
  const bundles = lines.flatMap((line) => (line.type === 'bundle' ? [line] : []))
  return { lines, bundles, failure }
}

beforeAll(async () => {
  cpSync(resolve('test/samples/cluster-care-codecollection'), repository, { recursive: true })
  git('init', '-q', '-b', 'trunk')
  commitAll('Begin')
  mkdirSync(join(root, 'work'))
  runner = await startRunner({ token, venv: resolve('.local/venv'), port: 0, workRoot: join(root, 'work'), concurrency: 8 })
})

afterAll(async () => {
  await runner.close()
  rmSync(root, { recursive: true, force: true })
})

it('reads a repository from its first line to its end, and nothing twice when the tree hashes are known', async () => {
  const first = await inspect()
  expect(first.failure).toBeUndefined()
  const head = first.lines.find((line) => line.type === 'collection')
  expect(head).toMatchObject({ collection: { ref: 'trunk', commit: git('rev-parse', 'HEAD') } })
  expect(first.bundles.length).toBeGreaterThanOrEqual(3)
  expect(first.lines.at(-1)).toEqual({ type: 'end' })
  const known = Object.fromEntries(first.bundles.map(({ bundle }) => [bundle.path, bundle.treeHash]))
  const second = await inspect({ known })
  expect([second.bundles, second.lines.filter((line) => line.type === 'unchanged').length]).toEqual([[], first.bundles.length])
})

it('reports a bundle that broke with file and line, as one that cannot be read, and reads the others', async () => {
  const before = await inspect()
  const known = Object.fromEntries(before.bundles.map(({ bundle }) => [bundle.path, bundle.treeHash]))
  const victim = before.bundles.find(({ bundle }) => bundle.runbook && !isUnreadable(bundle.problems))?.bundle.path ?? ''
  const path = join(repository, victim, 'runbook.robot')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^(\*+ Settings \*+)$/m, '$1\nNonsense    setting'))
  commitAll('Break one')
  const after = await inspect({ known })
  expect(after.bundles.map(({ bundle }) => bundle.path)).toEqual([victim])
  const problems = after.bundles[0]?.bundle.problems ?? []
  expect(isUnreadable(problems)).toBe(true)
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'robot_syntax', file: `${victim}/runbook.robot`, line: expect.any(Number) }),
  )
  git('reset', '-q', '--hard', 'HEAD~1')
})

it('names a repository or a ref that is not there, an empty repository and a refused token, none of them worth another try', async () => {
  const empty = join(root, 'empty')
  execFileSync('git', ['init', '-q', empty])
  const missing = pathToFileURL(join(root, 'missing')).href
  const failures = await Promise.all([
    inspect({ url: missing }),
    inspect({ ref: 'no-such-branch' }),
    inspect({ url: pathToFileURL(empty).href }),
    inspect({}, 'wrong'),
  ])
  expect(failures.map(({ failure }) => failure)).toMatchObject(
    ['repository_not_found', 'ref_not_found', 'repository_empty', 'bad_request'].map((code) => ({
      name: 'SandboxError',
      code,
      retry: 'never',
    })),
  )
})

it('validates a draft, with progress while it runs and a report at the end', async () => {
  const path = 'codebundles/k8s-draft-health'
  const robot = readFileSync(resolve('test/samples/cluster-care-codecollection/codebundles', firstRunbook(), 'runbook.robot'), 'utf8')
  const progress: string[] = []
  const file = { path: `${path}/runbook.robot`, mode: '100644' as const, content: `${robot}\n*** Setings ***\n` }
  const report = await client().validate({ url, bundlePath: path, files: [file] }, async (text) => void progress.push(text))
  expect(report.ok).toBe(false)
  expect(report.checks.some((check) => check.status === 'fail' && check.file === file.path)).toBe(true)
  expect(progress.length).toBeGreaterThan(0)
})

function firstRunbook(): string {
  const path = git('ls-files', 'codebundles/*/runbook.robot').split('\n')[0] ?? ''
  return path.split('/')[1] ?? ''
}

it('says unreachable when the runner goes away in the middle, to be tried later', async () => {
  const gone = await startRunner({ token, venv: resolve('.local/venv'), port: 0, workRoot: join(root, 'work-2') }).catch(() => null)
  expect(gone).not.toBeNull()
  await gone?.close()
  const lost = createRunnerClient((path, init) => fetch(`${gone?.url}${path}`, init))
  await expect(lost.inspect({ url }, async () => undefined)).rejects.toMatchObject({ code: 'unreachable', retry: 'later' })
})
