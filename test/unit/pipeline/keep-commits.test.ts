import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DraftFile } from '../../../worker/domain/sandbox-protocol.ts'
import { keepCommits } from '../../../worker/pipeline/keep-commits.ts'

const file = (path: string, content: string, mode: DraftFile['mode'] = '100644'): DraftFile => ({ path, mode, content })
const text = (...lines: string[]) => `${lines.join('\n')}\n`

describe('commits of people', () => {
  it('are kept beside what the new draft changes elsewhere in the same file', () => {
    const before = [file('a', text('one', 'two', 'three', 'four'))]
    const branch = [file('a', text('ONE', 'two', 'three', 'four'))]
    const draft = [file('a', text('one', 'two', 'three', 'FOUR'))]
    expect(keepCommits(before, branch, draft)).toEqual({
      files: [file('a', text('ONE', 'two', 'three', 'FOUR'))],
      changed: ['a'],
      notes: [],
    })
  })

  it('win where both changed the same lines, and a note says so', () => {
    const kept = keepCommits([file('a', text('one'))], [file('a', text('theirs'))], [file('a', text('ours'))])
    expect(kept.files).toEqual([file('a', text('theirs'))])
    expect(kept.notes).toEqual([expect.stringContaining("the person's lines were kept")])
  })

  it('keep files that they added, modes that they set, and files away that they deleted', () => {
    const before = [file('script.sh', 'x'), file('gone', 'y')]
    const branch = [file('script.sh', 'x', '100755'), file('added', 'z')]
    const draft = [file('script.sh', 'changed'), file('gone', 'y'), file('new', 'n')]
    const files = [file('added', 'z'), file('new', 'n'), file('script.sh', 'changed', '100755')]
    expect(keepCommits(before, branch, draft)).toEqual({ files, changed: ['new', 'script.sh'], notes: [] })
  })

  it('change nothing when there are none: the new draft goes as it was written', () => {
    const files = fc.uniqueArray(
      fc.record({ path: fc.constantFrom('a', 'b', 'c'), mode: fc.constant('100644' as const), content: fc.string() }),
      {
        selector: ({ path }) => path,
      },
    )
    fc.assert(
      fc.property(files, files, (before, draft) => {
        const sorted = [...draft].sort((a, b) => (a.path < b.path ? -1 : 1))
        expect(keepCommits(before, before, draft)).toMatchObject({ files: sorted, notes: [] })
      }),
    )
  })

  it('are kept to the letter when the new draft is the old one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, branch) => {
        expect(keepCommits([file('a', before)], [file('a', branch)], [file('a', before)]).files).toEqual([file('a', branch)])
      }),
    )
  })
})
