import { describe, expect, it } from 'vitest'
import { filing, Life } from './lives.ts'

const states: [string, () => Life][] = [
  ['queued', () => new Life().toQueued()],
  ['validating', () => new Life().toQueued().toValidating()],
  ['in_review', () => new Life().toQueued().toValidating().toReview()],
]
const ways = [
  [undefined, /was closed/, /Reopen/],
  ['deleted', /was deleted/, /new issue/],
  ['transferred', /was transferred/, /where it is now/],
] as const

describe.each(ways)('an issue that is gone (%s)', (how, reason, next) => {
  it.each(states)('ends the work from %s with what happened and what to do', (_, living) => {
    const life = living()
    life.tell({ type: 'IssueClosed', filing: filing(), ...(how === undefined ? {} : { how }) })
    expect(life.record.state).toBe('cancelled')
    expect(life.record.outcome?.reason).toMatch(reason)
    expect(life.record.outcome?.nextAction).toMatch(next)
  })
})
