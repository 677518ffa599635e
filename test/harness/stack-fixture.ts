import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { ForgeControl } from '../stack/forge-control.ts'
import { RegistryClient } from '../stack/registry-client.ts'
import { untilSeeded } from '../stack/seeded.ts'
import { signIn } from '../stack/sign-in.ts'
import { type Stack, type StackOptions, startStack } from '../stack/stack.ts'

export interface RunningStack {
  stack: Stack
  forge: ForgeControl
  /** Signed in as rex. */
  reviewer: RegistryClient
}

/** A whole stack for the tests of one file, with its samples indexed. Call the result inside a test. */
export function useStack(options: Partial<StackOptions> = {}): () => RunningStack {
  const dir = mkdtempSync(join(tmpdir(), 'registry-harness-'))
  const running: RunningStack[] = []
  beforeAll(async () => {
    const stack = await startStack({ dir, ports: 'free', ...options })
    const { forge } = stack
    if (forge === null) throw new Error('a stack under test has a forge')
    try {
      await untilSeeded(new RegistryClient(stack.urls.worker), AbortSignal.timeout(90_000))
      running.push({ stack, forge, reviewer: await signIn(stack.urls.worker, 'rex') })
    } catch (error) {
      await stack.stop()
      throw error
    }
  })
  afterAll(async () => {
    for (const { stack } of running) await stack.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  return () => {
    const [first] = running
    if (!first) throw new Error('the stack runs inside tests only')
    return first
  }
}
