import { expect, it } from 'vitest'
import { leftOutNote, packContext } from '../../../worker/generation/pack-context.ts'
import { inputFor } from './some-input.ts'

const bundle = (slug: string) => ({ collection: 'care', slug, runbook: `*** Tasks ***\n${'Look\n'.repeat(600)}`, readme: null })
const input = inputFor('Check that every service is ready.', {
  closest: [bundle('gcp-one'), bundle('gcp-two'), bundle('gcp-three')],
  feedback: ['Reviewer rex: use severity 2'],
  previous: [{ path: 'codebundles/x/runbook.robot', mode: '100644', content: 'the last draft' }],
  houseRules: [{ path: 'AGENTS.md', text: 'Write titles in English.' }],
})

it('gives everything where there is room, the house rules of the collection as data', () => {
  const packed = packContext(input)
  expect(packed.leftOut).toEqual([])
  expect(leftOutNote(packed)).toEqual([])
  expect(packed.text).toMatch(/House rules of the collection, AGENTS\.md[\s\S]*=====TEXT=====\nWrite titles in English\.\n=====TEXT=====/)
})

it('leaves out the bundles that are least close first, and says so', () => {
  const whole = packContext(input).text
  const packed = packContext(input, Math.ceil(whole.length / 3) - 500)
  expect(packed.leftOut).toEqual([expect.stringMatching(/^Existing CodeBundle care\/gcp-three \(about 1,\d{3} tokens\)$/)])
  expect(packed.text).not.toContain('gcp-three')
  expect(packed.text).toContain('gcp-two')
  expect(leftOutNote(packed)[0]).toContain('for want of room')
})

it('never leaves out the plan, the request, the feedback and the last draft', () => {
  const { text, leftOut } = packContext(input, 1)
  for (const needed of ['Slug: ', 'every service is ready', 'use severity 2', 'the last draft']) expect(text).toContain(needed)
  expect(leftOut.length).toBeGreaterThanOrEqual(5)
})
