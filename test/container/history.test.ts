import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inspectAll } from '../../containers/inspect/inspect.ts'
import { git, makeRepository, tempDir, venv } from './support.ts'

const robot = '*** Tasks ***\nLook\n    Log    1\n'
const one = { path: 'codebundles/one/runbook.robot', mode: '100644' as const, content: robot }
const two = { path: 'codebundles/two/sli.robot', mode: '100644' as const, content: robot }

const look = (url: string) => inspectAll({ url, workDir: tempDir(), venv: venv(), allowPath: true })

/** Commits a new content of a file and returns the commit. */
function change(root: string, path: string, content: string, author = 'Ada <ada@example.org>', subject = `Change ${path}`): string {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--author', author, '--message', subject)
  return git(root, 'rev-parse', 'HEAD')
}

it('each bundle has the commits that touched it, newest first, with the first release that holds them', async () => {
  const root = makeRepository([one, two])
  const first = git(root, 'rev-parse', 'HEAD')
  git(root, 'tag', 'v1')
  const second = change(root, one.path, `${robot}# 2\n`, 'Bea <bea@example.org>', 'Look twice')
  git(root, 'tag', '--annotate', '--message', 'Second', 'v2')
  const third = change(root, 'codebundles/one/README.md', '# One')
  change(root, 'README.md', '# All')
  for (const url of [root, `file://${root}`]) {
    const { bundles, history, problems } = await look(url)
    expect(problems).toEqual([])
    expect(bundles.map((bundle) => bundle.history.map(({ sha, release }) => [sha, release]))).toEqual([
      [
        [third, null],
        [second, 'v2'],
        [first, 'v1'],
      ],
      [[first, 'v1']],
    ])
    expect(bundles[0]?.lastChange).toMatchObject({ sha: third, author: 'Ada', subject: 'Change codebundles/one/README.md' })
    expect(history?.releases.map(({ tag, commit }) => [tag, commit]).sort()).toEqual([
      ['v1', first],
      ['v2', second],
    ])
    // The commit of the collection's README touched no CodeBundle.
    expect(history?.contributors).toEqual([
      { name: 'Ada', commits: 2 },
      { name: 'Bea', commits: 1 },
    ])
  }
})

it('the last change of every bundle is the one that git log of its path names, over merges, renames and reverts', async () => {
  const root = makeRepository([one, two])
  git(root, 'checkout', '--quiet', '-b', 'topic')
  change(root, one.path, `${robot}# topic\n`)
  git(root, 'checkout', '--quiet', 'main')
  change(root, two.path, `${robot}# main\n`)
  git(root, 'merge', '--quiet', '--no-ff', '--message', 'Merge topic', 'topic')
  renameSync(join(root, 'codebundles/two'), join(root, 'codebundles/renamed'))
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--message', 'Rename')
  change(root, 'codebundles/with space/runbook.robot', robot)
  change(root, 'codebundles/größe/runbook.robot', robot)
  git(root, 'revert', '--no-edit', 'HEAD~1')
  change(root, 'codebundles/one/more.txt', 'x')
  const { bundles } = await look(root)
  expect(bundles.map((bundle) => bundle.slug)).toEqual(['größe', 'one', 'renamed'].sort())
  for (const bundle of bundles) {
    const truth = git(root, 'log', '--format=%H', '--', bundle.path).split('\n')
    expect([bundle.slug, bundle.history.map((commit) => commit.sha)]).toEqual([bundle.slug, truth])
  }
})

it('one person under several names and addresses is one contributor, and no address is shown', async () => {
  const root = makeRepository([one])
  change(root, one.path, `${robot}# 1\n`, 'ada <ada@work.example>')
  change(root, one.path, `${robot}# 2\n`, 'Countess <ada@work.example>')
  change(root, one.path, `${robot}# 3\n`, 'bea <123+bea@users.noreply.github.com>')
  change(root, one.path, `${robot}# 4\n`, 'Bea B <bea@users.noreply.github.com>')
  change(root, one.path, `${robot}# 5\n`, 'Bea B <bea@users.noreply.github.com>')
  const { history } = await look(root)
  expect(history?.contributors).toEqual([
    { name: 'Ada', commits: 3 },
    { name: 'Bea B', commits: 3 },
  ])
  expect(JSON.stringify(history)).not.toContain('@')
})

it('a clone without history says so, and the bundles are read all the same', async () => {
  const root = makeRepository([one])
  change(root, one.path, `${robot}# 1\n`)
  const shallow = join(tempDir(), 'shallow.git')
  git(root, 'clone', '--quiet', '--bare', '--depth=1', `file://${root}`, shallow)
  const { bundles, history, problems } = await look(shallow)
  expect(history).toBeNull()
  expect(problems).toEqual([expect.objectContaining({ code: 'history_unknown' })])
  expect(bundles).toEqual([expect.objectContaining({ slug: 'one', lastChange: null, history: [] })])
})

it('a history that is cut says so and does not take its oldest commit for the origin of everything', async () => {
  const root = makeRepository([one, two])
  change(root, one.path, `${robot}# 1\n`)
  const newest = change(root, one.path, `${robot}# 2\n`)
  const cut = join(tempDir(), 'cut.git')
  git(root, 'clone', '--quiet', '--bare', '--depth=2', `file://${root}`, cut)
  const { bundles, problems } = await look(cut)
  expect(problems).toEqual([expect.objectContaining({ code: 'history_cut' })])
  expect(bundles.map((bundle) => bundle.history.map((commit) => commit.sha))).toEqual([[newest], []])
})
