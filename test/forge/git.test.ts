import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { owner, personOf, refusal, repo, runGit, type Stage, startStage } from './testing.ts'

describe('git over HTTP', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  const remote = (credential = '') => `${stage.forge.url.replace('://', `://${credential}`)}/${owner}/${repo}.git`
  const clone = async (name: string) => {
    const folder = join(stage.folder, name)
    expect(await runGit(['clone', '--quiet', remote(), folder], stage.folder)).toMatchObject({ code: 0 })
    return folder
  }

  test('anyone clones, shallow too, and executable files stay executable', async () => {
    const folder = await clone('anonymous')
    expect(statSync(join(folder, 'codebundles/hello-world/check.sh')).mode & 0o111).toBe(0o111)
    expect(await runGit(['clone', '--quiet', '--depth', '1', remote(), 'shallow'], stage.folder)).toMatchObject({ code: 0 })
  })

  test('a push without a token, and one with a token that may only read, are refused', async () => {
    const folder = await clone('refused')
    await runGit(['commit', '--quiet', '--allow-empty', '-m', 'x'], folder)
    expect(await runGit(['push', remote(), 'HEAD:refs/heads/no'], folder)).toMatchObject({ code: 128 })
    const { data } = await stage.app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: 5001,
      permissions: { contents: 'read' },
    })
    expect(await runGit(['fetch', '--quiet', remote(`x-access-token:${data.token}@`)], folder)).toMatchObject({ code: 0 })
    const push = await runGit(['push', remote(`x-access-token:${data.token}@`), 'HEAD:refs/heads/no'], folder)
    expect(push).toMatchObject({ code: 128, output: expect.stringContaining('403') })
  })

  test('a large push arrives whole, moves the pull request and is told to the App', async () => {
    const folder = await clone('large')
    const rex = personOf(stage.forge, 'rex')
    const own = remote(`rex:${stage.forge.tokenOf('rex')}@`)
    await runGit(['checkout', '--quiet', '-b', 'change'], folder)
    await runGit(['commit', '--quiet', '--allow-empty', '-m', 'first'], folder)
    expect(await runGit(['push', '--quiet', own, 'change'], folder)).toMatchObject({ code: 0 })
    const { data: pull } = await rex.request('POST /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      head: 'change',
      base: 'main',
      title: 'Change',
    })
    // Larger than git's post buffer, so that it is sent in chunks; and not compressible.
    writeFileSync(
      join(folder, 'large.bin'),
      Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 255)),
    )
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin/tool'), '#!/bin/sh\n')
    chmodSync(join(folder, 'bin/tool'), 0o755)
    await runGit(['add', '.'], folder)
    await runGit(['commit', '--quiet', '-m', 'second'], folder)
    expect(await runGit(['push', '--quiet', own, 'change'], folder)).toMatchObject({ code: 0 })
    const delivery = await stage.sink.next(({ event, payload }) => event === 'pull_request' && payload.action === 'synchronize')
    expect(delivery.payload).toMatchObject({ before: pull.head.sha, sender: { login: 'rex' } })
    const files = await rex.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', { owner, repo, pull_number: pull.number })
    expect(files.data.map(({ filename }) => filename)).toEqual(['bin/tool', 'large.bin'])
    const again = await clone('again')
    await runGit(['checkout', '--quiet', 'change'], again)
    expect(readFileSync(join(again, 'large.bin')).equals(readFileSync(join(folder, 'large.bin')))).toBe(true)
  })

  test('a conflict cannot be merged, a merge of two sides keeps both', async () => {
    const rex = personOf(stage.forge, 'rex')
    const folder = await clone('sides')
    const own = remote(`rex:${stage.forge.tokenOf('rex')}@`)
    const branch = async (name: string, file: string, text: string) => {
      await runGit(['checkout', '--quiet', '-B', name, 'origin/main'], folder)
      writeFileSync(join(folder, file), text)
      await runGit(['add', '.'], folder)
      await runGit(['commit', '--quiet', '-m', name], folder)
      expect(await runGit(['push', '--quiet', own, name], folder)).toMatchObject({ code: 0 })
      const { data } = await rex.request('POST /repos/{owner}/{repo}/pulls', { owner, repo, head: name, base: 'main', title: name })
      return { owner, repo, pull_number: data.number }
    }
    const one = await branch('one', 'README.md', 'one\n')
    const two = await branch('two', 'README.md', 'two\n')
    const three = await branch('three', 'OTHER.md', 'three\n')
    await rex.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', one)
    const conflict = rex.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', two)
    expect(await refusal(conflict)).toMatchObject({ status: 405, message: expect.stringContaining('not mergeable') })
    await rex.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', three)
    const root = await rex.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path: '' })
    expect(root.data).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'OTHER.md', type: 'file' })]))
  })

  test('references answer as GitHub does', async () => {
    const { octokit } = stage
    const at = { owner, repo }
    const missing = octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...at, ref: 'heads/missing' })
    expect(await refusal(missing)).toMatchObject({ status: 404 })
    const { data: main } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...at, ref: 'heads/main' })
    const make = (ref: string, sha: string) => octokit.request('POST /repos/{owner}/{repo}/git/refs', { ...at, ref, sha })
    await make('refs/heads/a/b', main.object.sha)
    expect(await refusal(make('refs/heads/a/b', main.object.sha))).toMatchObject({
      status: 422,
      message: expect.stringContaining('Reference already exists'),
    })
    expect(await refusal(make('refs/heads/c', '1'.repeat(40)))).toMatchObject({
      status: 422,
      message: expect.stringContaining('Object does not exist'),
    })
    const { data: commit } = await octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...at,
      commit_sha: main.object.sha,
    })
    const orphan = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
      ...at,
      message: 'o',
      tree: commit.tree.sha,
      parents: [],
    })
    const move = (force: boolean) =>
      octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ...at, ref: 'heads/a/b', sha: orphan.data.sha, force })
    expect(await refusal(move(false))).toMatchObject({ status: 422, message: expect.stringContaining('Update is not a fast forward') })
    await move(true)
    await octokit.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', { ...at, ref: 'heads/a/b' })
    const gone = octokit.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', { ...at, ref: 'heads/a/b' })
    expect(await refusal(gone)).toMatchObject({ status: 422, message: expect.stringContaining('Reference does not exist') })
  })
})
