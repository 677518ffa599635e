import { expect, it } from 'vitest'
import { fitsPattern } from '../../../../worker/domain/rehearsal/pattern.ts'

it.each([
  ['kubectl get pods', 'kubectl get pods', true],
  ['kubectl get pods', 'kubectl get pods -n web', false],
  ['kubectl get pods*', 'kubectl get pods -n web', true],
  ['kubectl * -o json*', 'kubectl get pods -o json', true],
  ['kubectl * -o json*', 'kubectl -o json', false],
  ['*crash*', 'Pods crash often', true],
  ['a*b*c', 'abc', true],
  ['a*b*c', 'ac', false],
  ['ab*bc', 'abc', false],
  ['a*b*b', 'ab', false],
  ['*', '', true],
  ['**', 'x', true],
  ['a.c', 'abc', false],
])('%s on %s is %s', (pattern, text, fits) => {
  expect(fitsPattern(pattern, text)).toBe(fits)
})

it('takes a pattern made to be slow in its stride', () => {
  const before = performance.now()
  expect(fitsPattern(`${'a*'.repeat(200)}b`, 'a'.repeat(50_000))).toBe(false)
  expect(performance.now() - before).toBeLessThan(500)
})
