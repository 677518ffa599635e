import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRepository } from '../../containers/git/open.ts'
import { inspectAll } from '../../containers/inspect/inspect.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle, slug } from './good-bundle.ts'
import { git, makeRepository, tempDir, venv } from './support.ts'

const look = (url: string, ref?: string) =>
  inspectAll({ url, workDir: tempDir(), venv: venv(), allowPath: true, ...(ref === undefined ? {} : { ref }) })

const broken: DraftFile = {
  path: 'codebundles/broken/runbook.robot',
  mode: '100644',
  content: '*** Tasks ***\nLook\n    IF    True\n        Log    1\n',
}

describe('a source that cannot be read', () => {
  it.each([
    ['a path where nothing is', () => '/nowhere/at/all'],
    ['a URL where nothing is', () => 'file:///nowhere/at/all.git'],
    ['a file', () => join(makeRepository(goodBundle()), bundlePath, 'README.md')],
  ])('%s is repository_not_found', async (_what, source) => {
    await expect(look(source())).rejects.toMatchObject({ code: 'repository_not_found', message: expect.stringMatching(/\.$/) })
  })

  it.each(['no-such-branch', 'deadbeef', 'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef', '--upload-pack=/bin/true', 'a..b', '+main', ''])(
    'the ref "%s" is ref_not_found, from a path and over a URL',
    async (ref) => {
      const repository = makeRepository(goodBundle())
      await expect(look(repository, ref)).rejects.toMatchObject({ code: 'ref_not_found' })
      await expect(look(`file://${repository}`, ref)).rejects.toMatchObject({ code: 'ref_not_found' })
    },
  )

  it('a repository without a commit is repository_empty, from a path and over a URL', async () => {
    const root = tempDir()
    git(root, 'init', '--quiet', '--bare', 'empty.git')
    git(root, 'init', '--quiet', 'work')
    await expect(look(join(root, 'empty.git'))).rejects.toMatchObject({ code: 'repository_empty' })
    await expect(look(join(root, 'work'))).rejects.toMatchObject({ code: 'repository_empty' })
    await expect(look(`file://${join(root, 'empty.git')}`)).rejects.toMatchObject({ code: 'repository_empty' })
    await expect(look(`file://${join(root, 'empty.git')}`, 'main')).rejects.toMatchObject({ code: 'repository_empty' })
  })

  it('a server that does not answer is unreachable', async () => {
    await expect(look('http://127.0.0.1:1/a/b.git')).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('a repository over the limit is too_large and is not kept', async () => {
    const noise = { path: 'noise.txt', mode: '100644' as const, content: randomBytes(400_000).toString('hex') }
    const options = { url: `file://${makeRepository([noise])}`, workDir: tempDir(), allowPath: false, maxPackBytes: 100_000 }
    await expect(openRepository(options)).rejects.toMatchObject({ code: 'too_large' })
  })

  it('a password in the address is bad_request and is not repeated', async () => {
    const error = await look('https://ada:secret@127.0.0.1:1/a/b.git').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'bad_request', message: expect.not.stringContaining('secret') })
  })

  it.each(['ext::sh -c id', 'ssh://host/x.git', 'git@host:x.git'])('the address %s is not tried', async (url) => {
    await expect(look(url)).rejects.toMatchObject({ code: 'repository_not_found' })
  })
})

describe('a ref that can be read', () => {
  it('a branch, a tag, a commit and the beginning of a commit name all work, from a path and over a URL', async () => {
    const repository = makeRepository(goodBundle())
    const first = git(repository, 'rev-parse', 'HEAD')
    git(repository, 'tag', 'v1')
    git(repository, 'checkout', '--quiet', '-b', 'topic')
    writeFileSync(join(repository, bundlePath, 'more.txt'), 'x')
    git(repository, 'add', '--all')
    git(repository, 'commit', '--quiet', '--message', 'More')
    for (const source of [repository, `file://${repository}`]) {
      for (const ref of ['main', 'v1', first, first.slice(0, 10)]) {
        const catalogue = await look(source, ref)
        expect([catalogue.collection.commit, catalogue.collection.ref, catalogue.bundles[0]?.files]).toEqual([first, ref, 6])
      }
      expect((await look(source, 'topic')).bundles[0]?.files).toBe(7)
    }
  })
})

describe('a collection with bad content', () => {
  it('a broken Robot file is a problem with file and line, and the rest is indexed', async () => {
    const { bundles } = await look(makeRepository([...goodBundle(), broken]))
    expect(bundles.map((bundle) => bundle.slug)).toEqual(['broken', slug])
    expect(bundles[0]?.problems).toEqual([{ file: broken.path, line: 3, code: 'robot_syntax', message: 'IF must have closing END.' }])
    expect(bundles[1]?.problems).toEqual([])
  })

  it('a section that Robot Framework does not know is a problem with its line', async () => {
    const content = '*** Setings ***\nDocumentation    Lost.\n*** Tasks ***\nLook\n    Log    1\n'
    const typo = { path: 'codebundles/typo/runbook.robot', mode: '100644' as const, content }
    const { bundles } = await look(makeRepository([...goodBundle(), typo]))
    expect(bundles.find((bundle) => bundle.slug === 'typo')?.problems).toEqual([
      expect.objectContaining({ file: typo.path, line: 1, code: 'robot_syntax' }),
    ])
  })

  it('a Robot file that is no text is a problem with its line, and the rest is indexed', async () => {
    const repository = makeRepository(goodBundle(), (root) => {
      mkdirSync(join(root, 'codebundles/binary'), { recursive: true })
      writeFileSync(join(root, 'codebundles/binary/runbook.robot'), Buffer.from([0x2a, 0x0a, 0xff, 0xfe, 0x00]))
      git(root, 'add', '--all')
    })
    const { bundles } = await look(repository)
    expect(bundles[0]?.problems).toEqual([
      expect.objectContaining({ file: 'codebundles/binary/runbook.robot', line: 2, code: 'robot_syntax' }),
    ])
    expect(bundles[1]?.runbook?.tasks).toHaveLength(1)
  })

  it('a 5 MB JSON is not read and told, and a Robot file over the limit is told too', async () => {
    const large = { path: `${bundlePath}/data.json`, mode: '100644' as const, content: `["${'x'.repeat(5 * 1024 * 1024)}"]` }
    const huge = { path: 'codebundles/huge/runbook.robot', mode: '100644' as const, content: `*** Tasks ***\n${'# x\n'.repeat(100_000)}` }
    const { bundles } = await look(makeRepository([...goodBundle(), large, huge]))
    expect(bundles.map(({ slug: name, problems }) => [name, problems.map(({ code, file }) => [code, file])])).toEqual([
      ['huge', [['file_too_large', huge.path]]],
      [slug, [['file_too_large', large.path]]],
    ])
    expect(bundles[1]?.runbook?.tasks).toHaveLength(1)
  })

  it('a link out of the tree and a submodule are recorded and never followed', async () => {
    const other = makeRepository(goodBundle())
    const repository = makeRepository(goodBundle(), (root) => {
      symlinkSync('/etc/passwd', join(root, bundlePath, 'passwd.txt'))
      symlinkSync('/etc', join(root, 'codebundles', 'etc'))
      mkdirSync(join(root, 'codebundles', 'linked'))
      symlinkSync('/etc/passwd', join(root, 'codebundles', 'linked', 'runbook.robot'))
      git(root, 'add', '--all')
      git(root, 'submodule', '--quiet', 'add', other, 'codebundles/foreign')
    })
    const catalogue = await look(repository)
    expect(catalogue.bundles.map((bundle) => bundle.slug)).toEqual([slug])
    expect(catalogue.bundles[0]?.problems).toEqual([expect.objectContaining({ code: 'symbolic_link', file: `${bundlePath}/passwd.txt` })])
    expect(catalogue.problems.map(({ code, file }) => [code, file])).toEqual([
      ['symbolic_link', 'codebundles/etc'],
      ['submodule', 'codebundles/foreign'],
      ['symbolic_link', 'codebundles/linked/runbook.robot'],
    ])
    expect(JSON.stringify(catalogue)).not.toContain('root:')
  })

  it('a thousand bad files give a bounded list of problems that says how many are left out', async () => {
    const repository = makeRepository(goodBundle(), (root) => {
      for (let index = 0; index < 1000; index += 1) symlinkSync('/etc', join(root, bundlePath, `link-${index}`))
      git(root, 'add', '--all')
    })
    const { bundles } = await look(repository)
    // Twenty links, how many more, and that the file list is cut.
    expect(bundles[0]?.problems).toHaveLength(22)
    expect(bundles[0]?.problems.at(-1)?.message).toMatch(/980 more/)
  })

  it('a repository without codebundles has no bundles and says so', async () => {
    const catalogue = await look(makeRepository([{ path: 'README.md', mode: '100644', content: 'x' }]))
    expect(catalogue.bundles).toEqual([])
    expect(catalogue.problems).toEqual([expect.objectContaining({ code: 'no_codebundles' })])
  })

  it('hooks and filters of a local repository do not run', async () => {
    const proof = join(tempDir(), 'proof')
    const repository = makeRepository(goodBundle(), (root) => {
      writeFileSync(join(root, '.gitattributes'), '* filter=evil\n')
      git(root, 'add', '.gitattributes')
    })
    git(repository, 'config', 'filter.evil.clean', `touch ${proof}`)
    git(repository, 'config', 'core.fsmonitor', `touch ${proof}`)
    writeFileSync(join(repository, bundlePath, 'new.txt'), 'x')
    const catalogue = await look(repository)
    expect(catalogue.bundles[0]?.files).toBe(7)
    expect(existsSync(proof)).toBe(false)
  })
})
