import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPatch } from '../../../worker/domain/patch-policy.ts'
import type { DraftFile } from '../../../worker/domain/sandbox-protocol.ts'

const bundlePath = 'codebundles/k8s-pvc-usage'
const inside = (name: string, content = 'text\n'): DraftFile => ({ path: `${bundlePath}/${name}`, mode: '100644', content })
const codes = (files: DraftFile[]) => {
  const verdict = checkPatch(files, { bundlePath })
  return verdict.ok ? [] : verdict.violations.map((violation) => violation.code)
}

const rejected: [string, DraftFile, string][] = [
  ['a path that climbs', inside('../other/x'), 'path_traversal'],
  ['an absolute path', { ...inside('x'), path: '/etc/passwd' }, 'absolute_path'],
  ['a drive letter', { ...inside('x'), path: 'C:/x' }, 'absolute_path'],
  ['another bundle', { ...inside('x'), path: 'codebundles/k8s-pvc-usage-2/x' }, 'outside_bundle'],
  ['a workflow', { ...inside('x'), path: '.github/workflows/x.yml' }, 'outside_bundle'],
  ['a workflow inside the bundle', inside('.github/workflows/x.yml'), 'forbidden_name'],
  ['a git hook', inside('.git/hooks/post-checkout'), 'forbidden_name'],
  ['a git folder in other letters', inside('.GiT/config'), 'forbidden_name'],
  ['a short name of a git folder', inside('GIT~1/config'), 'path_characters'],
  ['CODEOWNERS in other letters', inside('CodeOwners'), 'forbidden_name'],
  ['a dot-env file', inside('.env'), 'forbidden_name'],
  ['a backslash', inside('a\\..\\x'), 'path_characters'],
  ['a line break', inside('a\r\nb'), 'path_characters'],
  ['NUL', inside('a\u0000b'), 'path_characters'],
  ['a letter that looks like another', inside('.g\u0456t/config'), 'path_characters'],
  ['a letter that file systems ignore', inside('.g\u200Cit/config'), 'path_characters'],
  ['a key', inside('x', `token: ghp_${'aB3dE6gH9j'.repeat(4)}\n`), 'secret'],
  ['binary content', inside('x', 'a\u0000b'), 'binary'],
  ['text that reads backwards', inside('x', 'a\u202Eb'), 'hidden_text'],
]

describe('patch policy', () => {
  it('takes an ordinary bundle', () => {
    expect(
      checkPatch(
        [
          inside('runbook.robot'),
          { ...inside('check.sh'), mode: '100755' },
          inside('.runwhen/templates/x-slx.yaml'),
          inside('.test/Taskfile.yaml'),
        ],
        { bundlePath },
      ),
    ).toEqual({ ok: true })
  })

  it.each(rejected)('refuses %s', (_what, file, code) => {
    expect(codes([file])).toContain(code)
  })

  it('refuses a link, a submodule and any other mode', () => {
    for (const mode of ['120000', '160000', '100777']) {
      const file: unknown = { ...inside('x'), mode }
      expect(codes([file as DraftFile])).toContain('mode')
    }
  })

  it('refuses too many files, too much text, no file at all and paths that collide', () => {
    expect(codes(Array.from({ length: 10_000 }, (_unused, index) => inside(`f${index}`)))).toContain('too_many_files')
    expect(codes([inside('x', 'a'.repeat(401 * 1024))])).toContain('too_large')
    expect(codes([inside('x', '\u20AC'.repeat(140 * 1024))])).toContain('too_large')
    expect(codes([])).toContain('empty')
    expect(codes([inside('a'), inside('A')])).toContain('collision')
    expect(codes([inside('a'), inside('a/b')])).toContain('collision')
  })

  it('lets none of 10,000 random patches out of its bundle, and crashes on none', { timeout: 60_000 }, () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '',
      'a',
      'A',
      '.git',
      '.GIT',
      'git~1',
      '.github',
      'workflows',
      'CODEOWNERS',
      '.env',
      '.runwhen',
      'x.sh',
      '\\',
      '..\\',
      '\u0000',
      '\r\n',
      '\u202E',
      'codebundles',
      'k8s-pvc-usage',
      'C:',
      '~',
      '.git\u200D',
      'con',
      'ｇit',
      '%2e%2e',
      ' ',
    )
    const path = fc
      .tuple(fc.boolean(), fc.array(piece, { maxLength: 6 }))
      .map(([under, parts]) => (under ? `${bundlePath}/` : '') + parts.join('/'))
    const file = fc.record({
      path: fc.oneof(path, fc.string({ unit: 'binary', maxLength: 30 })),
      mode: fc.constantFrom('100644' as const, '100755' as const),
      content: fc.string({ unit: 'binary', maxLength: 20 }),
    })
    let passed = 0
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 4 }), (files) => {
        if (!checkPatch(files, { bundlePath }).ok) return
        passed += 1
        for (const { path } of files) {
          const resolved = posix.resolve('/repo', path)
          expect(resolved).toBe(`/repo/${path}`)
          expect(resolved.startsWith(`/repo/${bundlePath}/`)).toBe(true)
          expect(win32.resolve('C:\\repo', path).startsWith('C:\\repo\\codebundles\\k8s-pvc-usage\\')).toBe(true)
          expect(path.normalize('NFKC').toLowerCase()).not.toMatch(/(?:^|\/)(?:\.git|git~\d|\.github|codeowners|\.env)(?:[./]|$)/)
        }
      }),
      { numRuns: 10_000 },
    )
    expect(passed).toBeGreaterThan(0)
  })
})
