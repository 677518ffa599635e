import { OutsideError, type Spent } from '../../domain/failure.ts'
import { pause } from './pace.ts'
import type { SessionDeps } from './session.ts'

/**
 * Everything the agent has used for this attempt, over all its runs; null where the account is not told. Looks so many times, since usage
 * is recorded a little after the end. Never fails a draft that is there.
 */
export async function usageOf({ client, clock, limits }: SessionDeps, agentId: string, looks: number): Promise<Spent> {
  for (let look = 1; look <= looks; look += 1) {
    const told = await client.usage(agentId).catch((error: unknown) => {
      if (error instanceof OutsideError) return null
      throw error
    })
    if (told === null) break
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = told.totalUsage
    // Cursor counts what went through the cache apart; here input is all that the model was given.
    const usage = { inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens, outputTokens }
    // Zeros mean that nothing is recorded yet.
    if (usage.inputTokens + usage.outputTokens > 0) {
      return { usage, costMicros: told.cost === undefined ? null : Math.round(told.cost.chargedCents * 10_000) }
    }
    if (look < looks) await pause(clock, limits.settleMs, undefined)
  }
  return { usage: null, costMicros: null }
}
