import { setTimeout as delay } from 'node:timers/promises'
import type { RegistryClient } from './registry-client.ts'

/** The sample collections of the forge hold at least this many CodeBundles together. */
const sampleBundles = 10

/** Waits until the sample collections are indexed, so that coverage and search have something to look at. */
export async function untilSeeded(client: RegistryClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const results = await client.search('').catch(() => null)
    if (results !== null && results.total >= sampleBundles) return
    await delay(200)
  }
}

/** Waits until the sample CodeBundles also have their scores, so that the work of a first start is over. */
export async function untilAssessed(client: RegistryClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    if ((await client.unassessed().catch(() => null)) === 0) return
    await delay(200)
  }
}
