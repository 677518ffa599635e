import { expect, it } from 'vitest'
import { inLanes } from '../../../worker/lib/lanes.ts'

it.each([
  [1, 1],
  [2, 2],
  [9, 5],
])('works in %i lanes on at most %i of five items at a time, and answers in their order', async (lanes, most) => {
  let running = 0
  let widest = 0
  const answers = await inLanes([5, 4, 3, 2, 1], lanes, async (item) => {
    running += 1
    widest = Math.max(widest, running)
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve()
    running -= 1
    return item * 10
  })
  expect(answers).toEqual([50, 40, 30, 20, 10])
  expect(widest).toBe(most)
})

it('tells of the first failure, and does nothing for no items', async () => {
  const fail = () => Promise.reject(new Error('no'))
  await expect(inLanes([1, 2], 2, fail)).rejects.toThrow('no')
  expect(await inLanes([], 2, fail)).toEqual([])
})
