import { expect, it } from 'vitest'
import { matchRenames, type Renamable } from '../../../worker/domain/rename.ts'

const text = (name: string, lines: number) => Array.from({ length: lines }, (_unused, index) => `${name} ${index}`).join('\n')
const bundle = (id: number, treeHash: string, content: string | null): Renamable => ({ id, treeHash, text: content })

it('equal trees are one bundle, whatever is in them', () => {
  expect(matchRenames([bundle(1, 't', null)], [bundle(2, 'u', null), bundle(3, 't', null)])).toEqual(new Map([[1, 3]]))
})

it('a bundle whose title changed with its name is the same bundle', () => {
  const before = `Title old\n${text('line', 20)}`
  const after = `Title new\n${text('line', 20)}\none more`
  expect(matchRenames([bundle(1, 'a', before)], [bundle(2, 'b', after)])).toEqual(new Map([[1, 2]]))
})

it('another bundle that came at the same time is no rename, and neither are two nearly empty ones', () => {
  expect(matchRenames([bundle(1, 'a', text('line', 20))], [bundle(2, 'b', text('word', 20))]).size).toBe(0)
  expect(matchRenames([bundle(1, 'a', 'x')], [bundle(2, 'b', 'x')]).size).toBe(0)
})

it('of two that left, the more similar one becomes the new bundle and the other is gone', () => {
  const near = `${text('line', 20)}\nx`
  const far = `${text('line', 17)}\n${text('other', 4)}`
  expect(matchRenames([bundle(1, 'a', far), bundle(2, 'b', near)], [bundle(3, 'c', text('line', 20))])).toEqual(new Map([[2, 3]]))
})
