import * as z from 'zod'
import { budgetKinds } from '../../domain/budget.ts'
import { runOutcomes } from '../../domain/ended-run.ts'

const milliseconds = z.number().describe('Milliseconds since 1970.')
const micros = z.number().int().describe('Micro-dollars.')
const amount = z.object({ micros: micros.nullable(), tokens: z.number().int().nullable() })
const rangeSchema = z.object({ likely: z.number(), low: z.number(), high: z.number() })

const forecastSchema = z
  .object({
    at: milliseconds,
    provider: z.string(),
    model: z.string().nullable(),
    runs: z.number().int().describe('How many similar runs it rests on.'),
    cost: rangeSchema.nullable().describe('Micro-dollars; null where the price is not known.'),
    minutes: rangeSchema.nullable(),
    chance: z
      .object({ passed: z.number().int(), of: z.number().int(), share: z.number() })
      .nullable()
      .describe('Null while it is not known.'),
  })
  .describe('What the draft of the plan is expected to take.')

const meterSchema = z.object({
  scope: z.object({ kind: z.enum(budgetKinds), key: z.string() }),
  limit: amount,
  use: z.object({
    spentMicros: micros,
    heldMicros: micros,
    spentTokens: z.number().int(),
    heldTokens: z.number().int(),
    unpricedCalls: z.number().int(),
  }),
})

const runSchema = z.object({
  at: milliseconds,
  round: z.number().int(),
  startedAt: milliseconds,
  provider: z.string().nullable(),
  model: z.string().nullable(),
  drafts: z.number().int(),
  costMicros: micros.nullable(),
  tokens: z.number().int().nullable(),
  forecast: forecastSchema.nullable(),
  outcome: z.enum(runOutcomes).nullable(),
  endedAt: milliseconds.nullable(),
})

/** What an issue's answer says of expected and real cost (domain/issue-money.ts). */
export const moneyShape = {
  forecast: forecastSchema.nullish(),
  planApproval: z.object({ by: z.string(), reason: z.string(), at: milliseconds }).nullish(),
  waits: z.string().nullish().describe('Why the plan waits for a person.'),
  run: runSchema.nullish().describe('The newest round of drafts.'),
  meter: z.object({ at: milliseconds, run: meterSchema, issue: meterSchema }).nullish(),
}
