// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { validate } from '../../containers/validate/validate.ts'
import type { Report } from '../../worker/domain/report.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle } from './good-bundle.ts'
import { failures, git, makeRepository, tempDir, venv } from './support.ts'

/** Validates a bundle as it stands in a repository, so that it may hold bytes that a draft cannot. `prepare` adds to the bundle. */
async function judge(files: DraftFile[], prepare: (directory: string) => void = () => undefined, lintMs?: number): Promise<Report> {
  const url = makeRepository(files, (root) => {
    prepare(join(root, bundlePath))
    git(root, 'add', '--all')
  })
  return validate({ url, bundlePath, files: [], workDir: tempDir(), venv: venv(), allowPath: true, lintMs, progress: () => undefined })
}

/** The report is one that people can read: nothing of the machinery shows through, and the rest of the bundle was judged. */
function expectReadable(report: Report): void {
  for (const { message } of report.checks) expect(message).not.toMatch(/Traceback|\n\s+at |TypeError|undefined|\[object/)
  expect(report.checks.find(({ id }) => id === 'readme/present')?.status).toBe('pass')
}

function blocks(report: Report, id: string, file: string): boolean {
  return report.checks.some((check) => check.id === id && check.status === 'fail' && check.file === `${bundlePath}/${file}`)
}

const runbook = goodBundle().find(({ path }) => path.endsWith('/runbook.robot'))?.content ?? ''
const script = (name: string, content: string): DraftFile => ({ path: `${bundlePath}/${name}`, mode: '100755', content })
const nested = (depth: number) =>
  Array.from({ length: depth }, (_unused, index) => `${' '.repeat(4 + index)}${' '.repeat(4)}IF    $x`).join('\n')

describe('a bundle with bad content gets a report', () => {
  it.each([0.1, 0.4, 0.7, 0.85])('a Robot file that ends after %d of it', async (share) => {
    const report = await judge(goodBundle({ 'runbook.robot': runbook.slice(0, Math.floor(runbook.length * share)) }))
    expectReadable(report)
    expect(report.ok).toBe(false)
    expect(report.checks.some(({ status, file }) => status === 'fail' && file === `${bundlePath}/runbook.robot`)).toBe(true)
  })

  it('an empty Robot file, and an empty script', async () => {
    const report = await judge(goodBundle({ 'runbook.robot': '', 'check_usage.sh': '' }))
    expectReadable(report)
    expect(blocks(report, 'robot/sections', 'runbook.robot')).toBe(true)
  })

  it('a Robot file with a NUL, and one that is no UTF-8', async () => {
    const withNul = await judge(goodBundle({ 'runbook.robot': `${runbook}\0` }))
    expectReadable(withNul)
    expect(blocks(withNul, 'robot/text', 'runbook.robot')).toBe(true)
    const latin = await judge(goodBundle(), (directory) => {
      writeFileSync(join(directory, 'runbook.robot'), Buffer.concat([Buffer.from(runbook), Buffer.from([0x23, 0xe4, 0xff, 0x0a])]))
    })
    expectReadable(latin)
    expect(latin.ok).toBe(false)
  })

  it('a Robot file of a thousand conditions inside each other', async () => {
    const report = await judge(goodBundle({ 'runbook.robot': runbook.replace('    ${rsp}=', `${nested(1000)}\n    \${rsp}=`) }))
    expectReadable(report)
    expect(report.ok).toBe(false)
  })

  it('junk in a script: random bytes, random bytes without a NUL, and a script cut inside of a quote', async () => {
    const noise = randomBytes(8192)
    const files = [...goodBundle(), script('cut.sh', '#!/bin/bash\necho "$(kubectl get pods | jq \'.items[')]
    const report = await judge(files, (directory) => {
      writeFileSync(join(directory, 'binary.sh'), noise)
      writeFileSync(join(directory, 'noise.sh'), Buffer.from(noise.map((byte) => byte || 1)))
    })
    expectReadable(report)
    expect(blocks(report, 'script/syntax', 'cut.sh')).toBe(true)
    expect(blocks(report, 'script/syntax', 'noise.sh')).toBe(true)
    expect(blocks(report, 'script/text', 'binary.sh')).toBe(true)
  })

  it.each([
    ['substitutions', '$('.repeat(2_000)],
    ['quotes', `echo ${'"$('.repeat(2_000)}`],
    ['backticks', '`echo '.repeat(5_001)],
    ['here-documents', 'cat <<A <<B <<C\n'.repeat(2_000)],
    ['one long line', `echo ${'word '.repeat(20_000)}`],
  ])('a script of very many %s', async (_what, text) => {
    const report = await judge([...goodBundle(), script('deep.sh', `#!/bin/bash\n${text}\n`)])
    expectReadable(report)
  })

  it('a script for which ShellCheck takes for ever: the rest is judged and the report says what was not', { timeout: 90_000 }, async () => {
    const report = await judge([...goodBundle(), script('deep.sh', `#!/bin/bash\n${'('.repeat(2_000)}\n`)], undefined, 8000)
    expectReadable(report)
    expect(blocks(report, 'script/syntax', 'deep.sh')).toBe(true)
    expect(report.checks.find(({ id }) => id === 'script/shellcheck')).toMatchObject({ status: 'fail', severity: 'warn' })
  })

  it('scripts whose names hold spaces, quotes, options, commands and line breaks', async () => {
    const names = ['check usage.sh', "it's.sh", 'a"b.sh', '-rf.sh', '$(touch proof).sh', 'a\nb.sh', 'ünïcode.sh', '; touch proof;.sh']
    const report = await judge([...goodBundle(), ...names.map((name) => script(name, '#!/bin/bash\necho "open\n'))])
    expectReadable(report)
    expect(names.filter((name) => !blocks(report, 'script/syntax', name))).toEqual([])
    expect(existsSync('proof')).toBe(false)
  })

  it('a Robot file whose script has a name with spaces and quotes', async () => {
    const text = runbook.replace('bash_file=check_usage.sh', 'bash_file=check "my" usage.sh')
    const report = await judge([...goodBundle({ 'runbook.robot': text }), script('check "my" usage.sh', '#!/bin/bash\necho "[]"\n')])
    expectReadable(report)
    expect(report.checks.find(({ id }) => id === 'script/exists')?.status).toBe('pass')
  })

  it('jq programs that never end or nest without end', async () => {
    const deep = `jq '${'['.repeat(3000)}' x.json\njq 'def f: f; f' x.json\njq -n '[range(1e12)]'\njq '.[' x.json\n`
    const report = await judge([...goodBundle(), script('ask.sh', `#!/bin/bash\n${deep}`)])
    expectReadable(report)
    expect(failures(report).some((line) => line.startsWith('block script/jq') && line.endsWith('ask.sh:5'))).toBe(true)
  })
})
