import * as z from 'zod'
import type { PricedModel } from '../domain/admin-view.ts'
import type { Usage } from '../pipeline/ports.ts'
import table from './models.json' with { type: 'json' }

/** Micro-dollars for a million tokens. Cached input is counted at the full price: a budget may be left over, never overrun. */
export interface Price {
  inputMicrosPerMillion: number
  outputMicrosPerMillion: number
}

const micros = z.number().int().nonnegative()
const listSchema = z.object({
  /** Day on which the prices were read at `source`. */
  asOf: z.iso.date(),
  source: z.string(),
  models: z.record(
    z.string(),
    z.object({ inputMicrosPerMillion: micros, outputMicrosPerMillion: micros, jsonMode: z.boolean().optional() }),
  ),
})
const tableSchema = z.object({ openai: listSchema, 'workers-ai': listSchema })
const prices = tableSchema.parse(table)

/** The price of a model of a service, with the day it was read; null for a model the table does not know. */
export function priceOf(service: keyof typeof prices, model: string): (Price & { asOf: string }) | null {
  const list = prices[service]
  const found = Object.hasOwn(list.models, model) ? list.models[model] : undefined
  return found === undefined
    ? null
    : { inputMicrosPerMillion: found.inputMicrosPerMillion, outputMicrosPerMillion: found.outputMicrosPerMillion, asOf: list.asOf }
}

/** True where Workers AI holds the model's answer to a JSON schema. */
export function hasJsonMode(model: string): boolean {
  const { models } = prices['workers-ai']
  return Object.hasOwn(models, model) && models[model]?.jsonMode === true
}

/** Micro-dollars of a call, rounded up; null where the price or the tokens are unknown. */
export function costOf(usage: Usage | null, price: Price | null): number | null {
  if (usage === null || price === null) return null
  return Math.ceil((usage.inputTokens * price.inputMicrosPerMillion + usage.outputTokens * price.outputMicrosPerMillion) / 1_000_000)
}

/** Tokens of two calls together; null as soon as those of one are unknown. */
export function addUsage(one: Usage | null, two: Usage | null): Usage | null {
  if (one === null || two === null) return null
  return { inputTokens: one.inputTokens + two.inputTokens, outputTokens: one.outputTokens + two.outputTokens }
}

/** The whole table, for people. */
export function pricedModels(): PricedModel[] {
  return Object.entries(prices).flatMap(([provider, { asOf, models }]) =>
    Object.entries(models).map(([model, price]) => ({
      provider,
      model,
      inputMicros: price.inputMicrosPerMillion,
      outputMicros: price.outputMicrosPerMillion,
      asOf,
    })),
  )
}
