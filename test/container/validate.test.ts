// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assemble } from '../../containers/validate/assemble.ts'
import { dryRun } from '../../containers/validate/python-facts.ts'
import { validate } from '../../containers/validate/validate.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle, runbookWith } from './good-bundle.ts'
import { failures, git, makeRepository, tempDir, venv } from './support.ts'

const readme: DraftFile = { path: 'README.md', mode: '100644', content: '# Collection\n' }

/** Validates a draft over a base repository of its own. */
async function judge(files: DraftFile[], base: DraftFile[] = [readme]) {
  const url = makeRepository(base)
  const told: string[] = []
  const workDir = tempDir()
  const options = { url, bundlePath, files, workDir, venv: venv(), allowPath: true, progress: (message: string) => void told.push(message) }
  const report = await validate(options)
  return { report, told, failed: failures(report), root: workDir }
}

describe('validation of a draft', () => {
  it('a good bundle passes every rule and the report names the tools', async () => {
    const { report, failed, told } = await judge(goodBundle())
    expect(failed).toEqual([])
    expect(report.ok).toBe(true)
    expect(report.checks.filter((check) => check.status === 'skip')).toEqual([])
    expect(report.tools).toMatchObject({
      robotframework: '7.5',
      node: expect.stringMatching(/^24/),
      'isolation.network': expect.any(String),
    })
    expect(told.length).toBeGreaterThanOrEqual(3)
  })

  it('a keyword of a library that is not imported is found with its line and the name of the library', async () => {
    const { report } = await judge(
      goodBundle({ 'runbook.robot': runbookWith('    RW.Core.Add Pre', '    ${text}=    Get File    x.txt\n    RW.Core.Add Pre') }),
    )
    const check = report.checks.find(({ id, status }) => id === 'settings/libraries' && status === 'fail')
    expect(check).toMatchObject({ severity: 'block', line: 35, message: expect.stringContaining('OperatingSystem is not imported') })
  })

  it('an unescaped equals sign in a report text is found where the signature takes free arguments', async () => {
    const { failed } = await judge(
      goodBundle({
        'runbook.robot': runbookWith('RW.Core.Add Pre To Report    Usage of volumes:', 'RW.Core.Add To Report    usage (ns=${NAMESPACE})'),
      }),
    )
    expect(failed[0]).toBe(`block robot/unescaped-equals ${bundlePath}/runbook.robot:35`)
  })

  it('libraries of the repository are imported, and an error in one is told, not thrown', async () => {
    const library = (content: string): DraftFile => ({ path: 'libraries/Shop/__init__.py', mode: '100644', content })
    const runbook = runbookWith('Library             Collections', 'Library             Shop')
    const sound = await judge(goodBundle({ 'runbook.robot': runbook }), [library('def count_orders():\n    return 1\n')])
    expect(sound.failed).toEqual([])
    const broken = await judge(goodBundle({ 'runbook.robot': runbook }), [library('raise RuntimeError("no")\n')])
    expect(broken.failed).toEqual([`block robot/imports ${bundlePath}/runbook.robot:8`])
  })

  it('a library that a package of requirements.txt promises cannot be judged here, one that nothing promises is refused', async () => {
    const draft = goodBundle({ 'runbook.robot': runbookWith('Library             Collections', 'Library             RW.Elsewhere') })
    const requirements = (content: string): DraftFile => ({ path: 'requirements.txt', mode: '100644', content })
    expect((await judge(draft, [requirements('rw-elsewhere>=1\n')])).failed).toEqual([`warn robot/imports ${bundlePath}/runbook.robot:8`])
    expect((await judge(draft, [requirements('requests\n')])).failed).toEqual([`block robot/imports ${bundlePath}/runbook.robot:8`])
  })

  it('a library that prints, forks and never ends is stopped and becomes a failed check', async () => {
    const content = 'import os, sys\nprint("noise")\nos.fork()\nwhile True:\n    pass\n'
    const runbook = runbookWith('Library             Collections', 'Library             Shop')
    const base: DraftFile[] = [{ path: 'libraries/Shop/__init__.py', mode: '100644', content }]
    const root = tempDir()
    const files = [...base, ...goodBundle({ 'runbook.robot': runbook })].map((file) => ({
      ...file,
      kind: 'file' as const,
      bytes: file.content.length,
      content: Buffer.from(file.content),
    }))
    await assemble(root, null, bundlePath, files)
    const facts = await dryRun([`${bundlePath}/runbook.robot`], {
      root,
      bundlePath,
      refused: [],
      venv: venv(),
      home: tempDir(),
      dryRunMs: 6000,
    })
    expect(facts[0]?.failure).toMatch(/took too long/)
  })

  it('untrusted Python sees neither the environment of the runner nor, where the kernel allows, a network', async () => {
    process.env.RUNNER_TOKEN = 'token-that-must-not-leak'
    const content = `import os, socket
found = " ".join(sorted(os.environ))
try:
    socket.create_connection(("127.0.0.1", 1), 1)
except OSError as error:
    found += " errno %s " % error.errno
for pid in os.listdir("/proc"):
    try:
        found += open("/proc/%s/environ" % pid).read()
    except OSError:
        pass
raise RuntimeError(found.replace("\\0", " "))
`
    const runbook = runbookWith('Library             Collections', 'Library             Shop')
    const { report } = await judge(goodBundle({ 'runbook.robot': runbook }), [
      { path: 'libraries/Shop/__init__.py', mode: '100644', content },
    ])
    const said = report.checks.find(({ id, status }) => id === 'robot/imports' && status === 'fail')?.message ?? ''
    expect(said).toContain('PYTHONPATH')
    if (report.tools['isolation.network'] === 'none') {
      expect(said).not.toContain('token-that-must-not-leak')
      // Network is unreachable: the loopback of the new name space is down.
      expect(said).toContain('errno 101')
    }
  })

  it('a path that leads out of the bundle is refused, told and not written', async () => {
    const outside = ['../../escape.txt', '/tmp/escape.txt', '.github/workflows/x.yml', `${bundlePath}/../x`, `${bundlePath}/.git/config`]
    const extra = outside.map((path): DraftFile => ({ path, mode: '100644', content: 'x' }))
    const { report, root } = await judge([...goodBundle(), ...extra])
    expect(report.checks.filter(({ id, status }) => id === 'files/inside-bundle' && status === 'fail')).toHaveLength(outside.length)
    expect(readdirSync(root)).not.toContain('escape.txt')
  })

  it('a draft file may not go through a link of the base', async () => {
    const url = makeRepository([readme], (root) => {
      mkdirSync(join(root, bundlePath), { recursive: true })
      symlinkSync('/tmp', join(root, bundlePath, 'out'))
      git(root, 'add', '--all')
    })
    const files = [...goodBundle(), { path: `${bundlePath}/out/x`, mode: '100644' as const, content: 'x' }]
    const report = await validate({ url, bundlePath, files, workDir: tempDir(), venv: venv(), allowPath: true, progress: () => undefined })
    expect(failures(report)).toEqual(['block files/inside-bundle', `block files/plain ${bundlePath}/out`])
  })

  it('a pattern that backtracks without end is stopped and refused', async () => {
    const slow = runbookWith(
      'pattern=^[a-z0-9-]+$\n    ...    example=online-shop',
      'pattern=^(a+)+$\n    ...    example=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
    )
    const { failed } = await judge(goodBundle({ 'runbook.robot': slow }))
    expect(failed).toEqual([`block import/pattern ${bundlePath}/runbook.robot:45`])
  })

  it.each([
    ['half a Robot file', { 'runbook.robot': runbookWith('    END\n', '').slice(0, 1500) }, 'robot/parses'],
    ['a binary runbook', { 'runbook.robot': '\0\u0001binary' }, 'robot/text'],
    ['an empty runbook', { 'runbook.robot': '' }, 'robot/sections'],
    ['no runbook', { 'runbook.robot': null }, 'robot/runbook-present'],
    ['a script with an open quote', { 'check_usage.sh': '#!/bin/bash\necho "open\n' }, 'script/syntax'],
    ['a template with an open block', { '.runwhen/templates/k8s-pvc-usage-slx.yaml': '{% if x %}\na: 1\n' }, 'templates/render'],
    ['rules that are no YAML', { '.runwhen/generation-rules/k8s-pvc-usage.yaml': 'a: [1\n b' }, 'rules/yaml'],
    ['rules that are a list', { '.runwhen/generation-rules/k8s-pvc-usage.yaml': '- 1\n' }, 'rules/shape'],
  ])('%s gives a report with a failed check', async (_what, change, id) => {
    const { report } = await judge(goodBundle(change))
    expect(report.ok).toBe(false)
    expect(report.checks.filter((check) => check.status === 'fail' && check.severity === 'block').map((check) => check.id)).toContain(id)
  })
})
