import { describe, expect, it } from 'vitest'
import { allowedActions } from '../../../worker/domain/issue-record.ts'
import { strategyOf } from '../../../worker/domain/repair.ts'
import { Life } from './lives.ts'

describe('repair', () => {
  it('feeds the findings back and stops after three attempts', () => {
    const life = new Life().toQueued()
    for (const attempt of [1, 2, 3]) {
      life.toValidating(`d${attempt}`)
      life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: `s${attempt}`, findings: [`finding ${attempt}`] })
      if (attempt < 3) {
        expect(life.record.state).toBe('repairing')
        expect(life.record.feedback).toContain(`finding ${attempt}`)
      }
    }
    expect(life.record.state).toBe('failed')
    expect(life.record.outcome?.reason).toContain('finding 1. Attempt 2')
  })

  it('calls it stuck when the same failure comes a third time', () => {
    const life = new Life().toQueued()
    for (const attempt of [1, 2, 3]) {
      life.toValidating(`d${attempt}`)
      life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: 'same', findings: ['same finding'] })
    }
    expect(life.record.state).toBe('stuck')
    expect(life.record.outcome?.reason).toMatch(/^The same checks failed three times\. Attempt 1 .*same finding\. Attempt 2 .* Attempt 3 /)
    expect(allowedActions(life.record)).toEqual(['retry'])
  })

  it('changes the strategy when the same failure comes a second time', () => {
    const life = new Life().toQueued()
    life.toValidating('d1')
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: 'same', findings: ['same finding'] })
    expect(strategyOf(life.record)).toEqual({ strategy: 'same', avoid: [] })
    life.toValidating('d2')
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: 'same', findings: ['same finding'] })
    expect(strategyOf(life.record)).toEqual({ strategy: 'other', avoid: [life.record.draft?.provider] })
  })

  it('keeps reviewers words through the repairs of their round', () => {
    const life = new Life().toQueued().toValidating().toReview()
    life.tell({ type: 'ChangesRequested', login: 'rex', text: 'use a threshold' })
    expect(life.record.round).toBe(2)
    life.toValidating('d2')
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: 's', findings: ['broken'] })
    expect(life.record.feedback).toEqual(['Reviewer rex: use a threshold', 'broken'])
  })
})

describe('a draft of a model that passes with warnings', () => {
  const passed = () => {
    const life = new Life().toQueued()
    life.toValidating('d1', 'openai')
    life.tell({
      type: 'DraftValidated',
      fence: life.fence,
      ok: true,
      signature: 's',
      findings: [],
      warnings: ['script/lost-in-pipe a.sh:3: lost'],
    })
    return life
  }

  it('goes back once, and is published when the next one passes', () => {
    const life = passed()
    expect([life.record.state, life.record.attempt]).toEqual(['repairing', 2])
    expect(life.record.feedback).toEqual(['warn script/lost-in-pipe a.sh:3: lost'])
    life.toValidating('d2', 'openai')
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: true, signature: 's', findings: [], warnings: ['another'] })
    expect(life.record.state).toBe('opening_pull_request')
    expect(life.last?.restoresBest).toBe(true)
  })

  it('is used after all when the next one fails a check and the last one breaks the patch policy', () => {
    const life = passed()
    life.toValidating('d2', 'openai')
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: 't', findings: ['broken'] })
    expect([life.record.state, life.record.attempt]).toEqual(['repairing', 3])
    life.tell({ type: 'JobBegun', fence: life.fence })
    const refused = { hash: 'x', provider: 'openai', model: null, costMicros: null, notes: [], files: 1 }
    life.tell({ type: 'DraftRefused', fence: life.fence, draft: refused, violations: ['outside'] })
    expect([life.record.state, life.record.reportOk, life.last?.restoresBest]).toEqual(['opening_pull_request', true, true])
  })

  it('is used after all when the next one never comes', () => {
    const life = passed()
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'x', message: 'Away.', retry: 'never' })
    expect([life.record.state, life.record.reportOk, life.last?.restoresBest]).toEqual(['opening_pull_request', true, true])
  })

  it('is not sent back when the offline generator wrote it', () => {
    const life = new Life().toQueued().toValidating('d1')
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: true, signature: 's', findings: [], warnings: ['x'] })
    expect(life.record.state).toBe('opening_pull_request')
  })
})
