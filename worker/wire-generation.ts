import { createBreakerStore } from './db/breaker-store.ts'
import { createBudgetStore } from './db/budget-store.ts'
import type { createIssueStore, IssuePage } from './db/issue-store.ts'
import { createPolicyStore } from './db/policy-store.ts'
import { createRunStore } from './db/run-store.ts'
import { createSecretStore } from './db/secret-store.ts'
import { budgetDefaults } from './domain/budget-defaults.ts'
import { readStageModels, type StageChoice } from './domain/stage-models.ts'
import { createGeneration, draftBy, type GenerationDeps, type ProviderSettings, timeoutMs } from './generation/all-providers.ts'
import { findRun } from './generation/cursor/find-run.ts'
import { type CursorLimits, defaultLimits } from './generation/cursor/pace.ts'
import { firstAsked } from './generation/first-asked.ts'
import { createOutlook, type OutlookDeps } from './generation/outlook.ts'
import { providerUrls } from './generation/probe-key.ts'
import type { WorkersAi } from './generation/workers-ai/provider.ts'
import { verifySignature } from './github/signature.ts'
import { readKeyring } from './lib/sealed.ts'
import { withinLimit } from './middleware/rate-limit.ts'
import type { GenerationInput } from './pipeline/ports.ts'
import type { CursorWebhookDeps } from './routes/cursor-webhook.ts'

/** What writes drafts, and what it is bounded by. */
export function generationOf(env: Env, { github, registry, log }: Pick<GenerationDeps, 'github' | 'log'> & Pick<OutlookDeps, 'registry'>) {
  const budgets = createBudgetStore(env.DB, budgetDefaults)
  const keys = createSecretStore(env.DB, () => readKeyring(env.KEY_ENCRYPTION_KEYS ?? ''))
  const breakers = createBreakerStore(env.DB)
  const settings = providerSettings(env, log)
  const deps: GenerationDeps = {
    ...{ settings, keys, budgets, github, breakers, log },
    fetch: (url, init) => fetch(url, init),
    now: Date.now,
    wait: (ms, signal) => scheduler.wait(ms, signal === undefined ? {} : { signal }),
    newId: () => crypto.randomUUID(),
  }
  const runs = createRunStore(env.DB)
  const policies = createPolicyStore(env.DB)
  const first = () => firstAsked(settings, keys)
  const outlook = createOutlook({ first, runs, policies, registry, attemptMs: timeoutMs, now: Date.now })
  const by = (choice: StageChoice, input: GenerationInput, progress: (text: string) => Promise<void>) =>
    draftBy(deps, choice, input, progress)
  return { budgets, keys, breakers, provider: createGeneration(deps), draftBy: by, runs, policies, outlook }
}

function providerSettings(env: Env & { AI?: WorkersAi }, log: GenerationDeps['log']): ProviderSettings {
  const { stages, problems } = readStageModels(env.STAGE_MODELS)
  if (problems.length > 0) log('warn', 'settings.stage_models', { problems })
  const has = env.OPENAI_API.split(',').map((name) => name.trim())
  return {
    cursor: {
      baseUrl: env.CURSOR_API_URL === '' ? null : env.CURSOR_API_URL,
      model: env.CURSOR_MODEL === '' ? null : env.CURSOR_MODEL,
      limits: looksOf(env.CURSOR_LOOK_SECONDS),
    },
    openai: {
      baseURL: env.OPENAI_BASE_URL === '' ? null : env.OPENAI_BASE_URL,
      model: env.OPENAI_MODEL,
      capabilities: { responses: has.includes('responses'), strictSchema: has.includes('strict') },
    },
    stages,
    // A binding of deployments that want it: local servers would need an account for it.
    workersAi: env.AI === undefined ? null : { ai: env.AI, model: env.WORKERS_AI_MODEL },
  }
}

/** `4,18`: the shortest and the longest pause between two looks at a Cursor run. Anything else leaves the defaults. */
function looksOf(text: string): Partial<CursorLimits> {
  const [first = 0, longest = 0] = text.split(',').map((part) => Number(part) * 1000)
  if (!(first > 0 && longest >= first)) return {}
  return { firstLookMs: first, longestLookMs: longest, settleMs: Math.min(first, defaultLimits.settleMs) }
}

/** A key is tested where it is used. */
export function probeUrls({ OPENAI_BASE_URL: openai, CURSOR_API_URL: cursor }: Env): typeof providerUrls {
  return {
    openai: openai === '' ? providerUrls.openai : `${openai.replace(/\/$/, '')}/models`,
    cursor: cursor === '' ? providerUrls.cursor : `${cursor.replace(/\/$/, '')}/v1/me`,
  }
}

/** The word of Cursor that an agent has finished reaches the issue for which that agent works. */
export function cursorWebhookOf(env: Env & { CURSOR_WEBHOOK_SECRET?: string }, wired: WebhookParts): CursorWebhookDeps {
  const secret = env.CURSOR_WEBHOOK_SECRET ?? ''
  return {
    verify: secret === '' ? null : (signature, body) => verifySignature([secret], signature, body),
    moved: async (agentId, mark) => {
      let cursor: string | null = null
      do {
        const page: IssuePage = await wired.stores.issues.list({ states: ['generating', 'repairing'], limit: 200, cursor })
        const found = await findRun(agentId, page.issues)
        if (found !== null) return wired.issue(found.issue.key).workMoved(found.run, mark)
        cursor = page.next
      } while (cursor !== null)
    },
    withinLimit: withinLimit(env.WEBHOOK_LIMIT, wired.log),
    log: wired.log,
  }
}

interface WebhookParts {
  stores: { issues: Pick<ReturnType<typeof createIssueStore>, 'list'> }
  issue(key: string): { workMoved(run: string, mark: string): Promise<void> }
  log: CursorWebhookDeps['log']
}
