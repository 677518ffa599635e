import { onTestFinished } from 'vitest'
import { type CursorConfig, createCursorProvider } from '../../worker/generation/cursor/provider.ts'
import type { GenerationInput, GenerationProvider } from '../../worker/pipeline/ports.ts'
import { generationInput } from '../generation-input.ts'
import { patient } from '../patient.ts'
import { type CursorDouble, startCursorDouble } from './server.ts'

/** A double and a provider that share one clock, which moves only when the provider waits. */
export interface Setting {
  double: CursorDouble
  provider: GenerationProvider
  /** Milliseconds that the provider has waited so far. */
  waited(): number
  /** Progress lines of all drafts. */
  lines: string[]
  say: (text: string) => Promise<void>
  /** Called before each wait. */
  onWait(listener: (waited: number) => void): void
  /** Another provider for the same double. */
  withConfig(changes: Partial<CursorConfig>): GenerationProvider
  /** The provider as it is: each call is one look. */
  hasty(changes?: Partial<CursorConfig>): GenerationProvider
}

const start = Date.UTC(2026, 10, 1)

export const repository = { owner: 'care', repo: 'bundles', defaultBranch: 'main', url: 'https://github.com/care/bundles.git' }

/** Starts a double that is stopped when the test has finished. */
export async function startSetting(): Promise<Setting> {
  let now = start
  const listeners: ((waited: number) => void)[] = []
  const lines: string[] = []
  const double = await startCursorDouble({ now: () => now, repositories: { 'https://github.com/care/bundles': ['main'] } })
  onTestFinished(() => double.close())
  const config: CursorConfig = {
    apiKey: double.key,
    baseUrl: double.url,
    model: 'composer-2.5',
    fetch: (url, init) => fetch(url, init),
    now: () => now,
    wait: async (ms, signal) => {
      for (const listener of listeners) listener(now - start)
      signal?.throwIfAborted()
      now += ms
    },
    readBranch: double.branches.readBranch,
    deleteBranch: double.branches.deleteBranch,
  }
  return {
    double,
    provider: patient(createCursorProvider(config), config.wait),
    waited: () => now - start,
    lines,
    say: async (text) => {
      lines.push(text)
    },
    onWait: (listener) => listeners.push(listener),
    withConfig: (changes) => patient(createCursorProvider({ ...config, ...changes }), changes.wait ?? config.wait),
    hasty: (changes = {}) => createCursorProvider({ ...config, ...changes }),
  }
}

/** What a provider is given for a small request. */
export function inputFor(changes: { run?: string; body?: string; feedback?: string[] } = {}): GenerationInput {
  const {
    run = '77#5/1/1',
    body = 'Check that PersistentVolumeClaims in a Kubernetes namespace are bound and not full.',
    feedback = [],
  } = changes
  return generationInput(
    { title: 'Kubernetes PVC health', labels: ['codebundle:generate'], body },
    { run, feedback, author: 'registry', collection: repository },
  )
}
