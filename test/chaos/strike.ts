import { setTimeout as delay } from 'node:timers/promises'
import { minuteCron, quarterCron } from '../stack/cron.ts'
import type { Stack } from '../stack/stack.ts'

/** Longest wait between reaching a point and the kill, so that each seed hits another instruction. */
const jitterMs = 80

/** Numbers between 0 and 1, the same for the same seed (Lehmer's generator). */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 2_654_435_761) % 2_147_483_647 || 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

export interface Striker {
  /** Kills the product's process tree, starts it again, and resolves when it is healthy. One at a time. */
  strike: (random: () => number) => Promise<void>
  kills: () => number
}

/** A striker for one stack. After each restart both crons fire at once, as they would within a quarter of an hour. */
export function createStriker(stack: Stack): Striker {
  let last: Promise<void> = Promise.resolve()
  let count = 0
  const strikeNow = async (random: () => number) => {
    await delay(random() * jitterMs)
    await stack.kill9()
    count += 1
    await stack.restart()
    await stack.cron.fire(minuteCron)
    await stack.cron.fire(quarterCron)
  }
  return {
    strike: (random) => {
      last = last.then(
        () => strikeNow(random),
        () => strikeNow(random),
      )
      return last
    },
    kills: () => count,
  }
}
