import { createBudgetStore } from './db/budget-store.ts'
import { createPolicyStore } from './db/policy-store.ts'
import { createRunStore } from './db/run-store.ts'
import { createSecretStore } from './db/secret-store.ts'
import { budgetDefaults } from './domain/budget-defaults.ts'
import { createGeneration, type GenerationDeps, memoryBreakers, type ProviderSettings, timeoutMs } from './generation/all-providers.ts'
import { firstAsked } from './generation/first-asked.ts'
import { createOutlook, type OutlookDeps } from './generation/outlook.ts'
import { providerUrls } from './generation/probe-key.ts'
import type { WorkersAi } from './generation/workers-ai/provider.ts'
import { readKeyring } from './lib/sealed.ts'

/** Kept for the life of the isolate: it learns by itself which service is down. */
const breakers = memoryBreakers()

/** What writes drafts, and what it is bounded by. */
export function generationOf(env: Env, { github, registry, log }: Pick<GenerationDeps, 'github' | 'log'> & Pick<OutlookDeps, 'registry'>) {
  const budgets = createBudgetStore(env.DB, budgetDefaults)
  const keys = createSecretStore(env.DB, () => readKeyring(env.KEY_ENCRYPTION_KEYS ?? ''))
  const settings = providerSettings(env)
  const provider = createGeneration({
    ...{ settings, keys, budgets, github, breakers, log },
    fetch: (url, init) => fetch(url, init),
    now: Date.now,
    wait: (ms, signal) => scheduler.wait(ms, signal === undefined ? {} : { signal }),
    newId: () => crypto.randomUUID(),
  })
  const runs = createRunStore(env.DB)
  const policies = createPolicyStore(env.DB)
  const first = () => firstAsked(settings, keys)
  const outlook = createOutlook({ first, runs, policies, registry, attemptMs: timeoutMs, now: Date.now })
  return { budgets, keys, provider, runs, policies, outlook }
}

function providerSettings(env: Env & { AI?: WorkersAi }): ProviderSettings {
  const has = env.OPENAI_API.split(',').map((name) => name.trim())
  return {
    cursor: { baseUrl: env.CURSOR_API_URL === '' ? null : env.CURSOR_API_URL, model: env.CURSOR_MODEL === '' ? null : env.CURSOR_MODEL },
    openai: {
      baseURL: env.OPENAI_BASE_URL === '' ? null : env.OPENAI_BASE_URL,
      model: env.OPENAI_MODEL,
      capabilities: { responses: has.includes('responses'), strictSchema: has.includes('strict') },
    },
    // A binding of deployments that want it: local servers would need an account for it.
    workersAi: env.AI === undefined ? null : { ai: env.AI, model: env.WORKERS_AI_MODEL },
  }
}

/** A key is tested where it is used. */
export function probeUrls({ OPENAI_BASE_URL: openai, CURSOR_API_URL: cursor }: Env): typeof providerUrls {
  return {
    openai: openai === '' ? providerUrls.openai : `${openai.replace(/\/$/, '')}/models`,
    cursor: cursor === '' ? providerUrls.cursor : `${cursor.replace(/\/$/, '')}/v1/me`,
  }
}
