import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGitHub } from '../../worker/github/create-github.ts'
import type { RepositoryRef } from '../../worker/pipeline/ports.ts'
import { checkedFetch, owner, personOf, repo, type Stage, startStage } from './testing.ts'

let stage: Stage
let github: ReturnType<typeof createGitHub>
let where: RepositoryRef

const directory = 'codebundles/k8s-new'
const maxBytes = 10_000

beforeAll(async () => {
  stage = await startStage()
  const { appId, slug, privateKey, installationId } = stage.forge.credentials
  github = createGitHub({ appId: String(appId), slug, privateKey, apiUrl: `${stage.forge.url}/api/v3`, fetch: checkedFetch })
  where = { installationId, repositoryId: 81001, owner, repo }
})

afterAll(async () => {
  expect(stage.forge.unexpected).toEqual([])
  await stage.close()
})

type Entry = { path: string; mode: '100644' | '100755' | '120000' | '160000'; content?: string; sha?: string }

/** A branch as an agent pushes it, on top of the default branch. */
async function push(branch: string, entries: Entry[]): Promise<void> {
  const ada = personOf(stage.forge, 'ada')
  const base = await github.defaultBranch(where)
  const types = { '100644': 'blob', '100755': 'blob', '120000': 'blob', '160000': 'commit' } as const
  const tree = entries.map((entry) => ({ ...entry, type: types[entry.mode] }))
  const made = await ada.request('POST /repos/{owner}/{repo}/git/trees', { owner, repo, base_tree: base.sha, tree })
  const commit = { owner, repo, message: 'Work', tree: made.data.sha, parents: [base.sha] }
  const { data } = await ada.request('POST /repos/{owner}/{repo}/git/commits', commit)
  await ada.request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref: `refs/heads/${branch}`, sha: data.sha })
}

async function blob(content: Buffer): Promise<string> {
  const body = { owner, repo, content: content.toString('base64'), encoding: 'base64' }
  return (await personOf(stage.forge, 'ada').request('POST /repos/{owner}/{repo}/git/blobs', body)).data.sha
}

it('reads plain and executable files of the directory, and neither links nor submodules nor anything beside it', async () => {
  const { sha } = await github.defaultBranch(where)
  const text = 'Grüße, ✓\n'.repeat(20)
  await push('cursor/plain', [
    { path: `${directory}/runbook.robot`, mode: '100644', content: text },
    { path: `${directory}/.runwhen/templates/a.yaml`, mode: '100644', content: 'a: 1\n' },
    { path: `${directory}/look.sh`, mode: '100755', content: '#!/bin/sh\n' },
    { path: `${directory}/passwd`, mode: '120000', content: '/etc/passwd' },
    { path: `${directory}/vendored`, mode: '160000', sha },
    { path: '.github/workflows/x.yml', mode: '100644', content: 'on: push\n' },
    { path: `${directory}-more/x.sh`, mode: '100755', content: 'x' },
  ])
  const files = await github.readBranch(where, { branch: 'cursor/plain', directory, maxBytes })
  expect(files?.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
    { path: `${directory}/.runwhen/templates/a.yaml`, mode: '100644', content: 'a: 1\n' },
    { path: `${directory}/look.sh`, mode: '100755', content: '#!/bin/sh\n' },
    { path: `${directory}/runbook.robot`, mode: '100644', content: text },
  ])
})

it('tells a branch that is not there from one without the directory', async () => {
  await push('cursor/elsewhere', [{ path: 'README.more', mode: '100644', content: 'x' }])
  expect(await github.readBranch(where, { branch: 'cursor/none', directory, maxBytes })).toBeNull()
  expect(await github.readBranch(where, { branch: 'cursor/elsewhere', directory, maxBytes })).toEqual([])
})

it('refuses files that are too large, too many or no text', async () => {
  await push('cursor/large', [{ path: `${directory}/large`, mode: '100644', content: 'x'.repeat(maxBytes + 1) }])
  const many = Array.from({ length: 61 }, (_, n): Entry => ({ path: `${directory}/${n}`, mode: '100644', content: `${n}` }))
  await push('cursor/many', many)
  await push('cursor/binary', [{ path: `${directory}/x.bin`, mode: '100644', sha: await blob(Buffer.from([0xff, 0xfe, 0])) }])
  const read = (branch: string) => github.readBranch(where, { branch, directory, maxBytes })
  await expect(read('cursor/large')).rejects.toMatchObject({ code: 'branch_too_large', retry: 'never' })
  await expect(read('cursor/many')).rejects.toMatchObject({ code: 'branch_too_large', retry: 'never' })
  await expect(read('cursor/binary')).rejects.toMatchObject({ code: 'branch_not_text', retry: 'never' })
})

it('deletes a branch, once or twice, and not the default one', async () => {
  await push('cursor/gone', [{ path: `${directory}/x`, mode: '100644', content: 'x' }])
  await github.deleteBranch(where, 'cursor/gone')
  await github.deleteBranch(where, 'cursor/gone')
  expect(await github.readBranch(where, { branch: 'cursor/gone', directory, maxBytes })).toBeNull()
  await expect(github.deleteBranch(where, 'main')).rejects.toMatchObject({ retry: 'never' })
})

it('reads the same files and single texts of a commit, and takes a folder or nothing for none', async () => {
  await push('cursor/texts', [{ path: `${directory}/run.sh`, mode: '100755', content: 'echo one\n' }])
  const { data } = await personOf(stage.forge, 'ada').request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
    owner,
    repo,
    ref: 'heads/cursor/texts',
  })
  const { sha } = data.object
  expect(await github.readFiles(where, sha, directory)).toEqual([{ path: `${directory}/run.sh`, mode: '100755', content: 'echo one\n' }])
  expect(await github.readFiles(where, sha, 'codebundles/not-there')).toEqual([])
  expect(await github.readText(where, sha, `${directory}/run.sh`)).toBe('echo one\n')
  expect(await github.readText(where, sha, 'codebundles')).toBeNull()
  expect(await github.readText(where, sha, 'AGENTS.md')).toBeNull()
})
