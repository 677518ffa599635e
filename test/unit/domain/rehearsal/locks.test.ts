import { expect, it } from 'vitest'
import { judgeLocks, lockFiles, lockWords } from '../../../../worker/domain/rehearsal/locks.ts'

const folder = 'codebundles/k8s-pvc-usage/.test/rehearsal'
const plain = (path: string, text: string) => ({
  path: `${folder}/${path}`,
  kind: 'file' as const,
  content: new TextEncoder().encode(text),
})
const agreed = [plain('healthy.yaml', 'name: healthy'), plain('broken.yaml', 'name: broken')]
const nameOf = ({ content }: { content: Uint8Array }) => /^name: (\S+)/.exec(new TextDecoder().decode(content))?.[1] ?? null

async function verdictOn(...files: Parameters<typeof judgeLocks>[1]) {
  return judgeLocks(await lockFiles(agreed), files, nameOf)
}

it('says that all are unchanged, whatever is added besides', async () => {
  const verdict = await verdictOn(...agreed, plain('more.yaml', 'name: more'))
  expect(verdict).toEqual({ total: 2, unchanged: 2, broken: [] })
  expect(lockWords(verdict)).toBe('locked: 2 of 2, unchanged')
})

it.each([
  ['changed', [plain('healthy.yaml', 'name: healthy '), agreed[1]], 1, /healthy\.yaml was changed/],
  ['deleted', [agreed[0]], 1, /broken\.yaml is not there/],
  ['made a link', [agreed[0], { ...agreed[1], kind: 'link' as const }], 1, /broken\.yaml is a link/],
  ['spelt otherwise', [...agreed, plain('HEALTHY.yaml', 'name: x')], 2, /HEALTHY\.yaml is a locked path in another spelling/],
  ['named twice', [...agreed, plain('a.yaml', 'name: broken')], 2, /a\.yaml has the name of the scenario .*broken\.yaml/],
] as const)('refuses a locked file that was %s', async (_how, files, unchanged, words) => {
  const verdict = await verdictOn(...(files as Parameters<typeof judgeLocks>[1]))
  expect(verdict.unchanged).toBe(unchanged)
  expect(lockWords(verdict)).toMatch(words)
})
