import { expect, it } from 'vitest'
import { orderedFor, readStageModels, stageOf } from '../../../worker/domain/stage-models.ts'

it('reads who is asked first at which stage, and says what it cannot read', () => {
  const { stages, problems } = readStageModels(
    'repair=openai:gpt-5.4-mini, revise = cursor,workers-ai:@cf/x,draft=workers-ai:@cf/meta/llama, plan=openai',
  )
  expect(stages).toEqual({
    repair: { provider: 'openai', model: 'gpt-5.4-mini' },
    revise: { provider: 'cursor', model: null },
    draft: { provider: 'workers-ai', model: '@cf/meta/llama' },
  })
  expect(problems).toHaveLength(2)
  expect(problems[0]).toContain('"workers-ai:@cf/x" names no stage and provider')
  expect(readStageModels('')).toEqual({ stages: {}, problems: [] })
})

it('knows the stage of a draft', () => {
  expect([stageOf({ round: 1, attempt: 1 }), stageOf({ round: 1, attempt: 2 }), stageOf({ round: 3, attempt: 1 })]).toEqual([
    'draft',
    'repair',
    'revise',
  ])
  expect(stageOf({ round: 3, attempt: 2 })).toBe('repair')
})

it('asks the one of the stage first, and the others as before', () => {
  const providers = [{ name: 'cursor' }, { name: 'openai' }, { name: 'workers-ai' }]
  expect(orderedFor(providers, { provider: 'workers-ai', model: null }).map(({ name }) => name)).toEqual(['workers-ai', 'cursor', 'openai'])
  expect(orderedFor(providers, undefined)).toEqual(providers)
  expect(orderedFor(providers.slice(0, 1), { provider: 'openai', model: 'x' })).toEqual(providers.slice(0, 1))
})
