import { GenerationError, nothingSpent } from '../domain/failure.ts'
import { orderedFor, type StageChoice, type StageModels, stageOf } from '../domain/stage-models.ts'
import type {
  BudgetPort,
  GenerationInput,
  GenerationOutput,
  GenerationProvider,
  GitHubPort,
  KeyPort,
  RepositoryRef,
} from '../pipeline/ports.ts'
import { type BreakerStore, createProviderChain, type NamedProvider } from './choose-provider.ts'
import type { CursorLimits } from './cursor/pace.ts'
import { createCursorProvider } from './cursor/provider.ts'
import { exemplarProvider } from './exemplar.ts'
import { type MeterConfig, metered } from './metered.ts'
import { createOpenAiProvider } from './openai/provider.ts'
import { priceOf } from './price.ts'
import { createWorkersAiProvider, type WorkersAi } from './workers-ai/provider.ts'

/** What an operator chooses of the providers. */
export interface ProviderSettings {
  /** `baseUrl` null for Cursor itself; `model` null for the default of the account. */
  cursor: { baseUrl: string | null; model: string | null; limits?: Partial<CursorLimits> }
  openai: {
    /** null for OpenAI itself. */
    baseURL: string | null
    model: string
    /** Whether the service has the Responses API, and whether it holds answers to a JSON schema. */
    capabilities: { responses: boolean; strictSchema: boolean }
  }
  /** Stages that ask somebody else first, or another model. */
  stages?: StageModels
  /** null where the binding is not there. */
  workersAi: { ai: WorkersAi; model: string } | null
}

export interface GenerationDeps {
  settings: ProviderSettings
  keys: KeyPort
  budgets: BudgetPort
  github: Pick<GitHubPort, 'readBranch' | 'deleteBranch'>
  wait: (ms: number, signal?: AbortSignal) => Promise<void>
  breakers: BreakerStore
  fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>
  now: () => number
  newId: () => string
  log(level: 'warn', message: string, fields: Record<string, unknown>): void
}

/** A call of a large model over a whole CodeBundle takes minutes; the queue ends a job after fifteen. */
export const timeoutMs = 10 * 60_000
/** About 100 KB of files. */
const maxOutputTokens = 32_000

/**
 * The provider of the pipeline: those that have a key or a binding, in the order of policy, each within the budgets, and the offline one last. Keys are read for each draft, so that a key
 * which is set or revoked counts from the next draft on.
 */
export function createGeneration(deps: GenerationDeps): GenerationProvider {
  return {
    name: 'registry',
    async generate(input, progress, signal) {
      const providers = await providersOf(deps, input, deps.settings.stages?.[stageOf(input)])
      return createProviderChain({ providers, breakers: deps.breakers, now: deps.now }).generate(input, progress, signal)
    },
    async leave(work) {
      // Of all providers Cursor alone goes on without being waited for.
      const apiKey = await deps.keys.get('cursor')
      if (apiKey === null || work.repository === undefined) return nothingSpent
      return (await cursorWithin(deps, apiKey, work.repository).leave?.(work)) ?? nothingSpent
    },
  }
}

/** The settings with the model that the stage of a draft names for its provider. */
function settingsFor(settings: ProviderSettings, choice: StageChoice | undefined): ProviderSettings {
  if (choice === undefined || choice.model === null) return settings
  const { model, provider } = choice
  if (provider === 'cursor') return { ...settings, cursor: { ...settings.cursor, model } }
  if (provider === 'openai') return { ...settings, openai: { ...settings.openai, model } }
  return { ...settings, workersAi: settings.workersAi === null ? null : { ...settings.workersAi, model } }
}

/** A draft by the provider of choice and no other, within the budgets, whatever its breaker says: somebody wants to know how it does. Throws `OutsideError`. */
export async function draftBy(
  deps: GenerationDeps,
  choice: StageChoice,
  input: GenerationInput,
  progress: (text: string) => Promise<void>,
): Promise<GenerationOutput> {
  const offline = { name: exemplarProvider.name, provider: exemplarProvider }
  const found = [...(await providersOf(deps, input, choice)), offline].find(({ name }) => name === choice.provider)
  if (found !== undefined) return found.provider.generate(input, progress)
  const message = `${choice.provider} is not set up here, so it wrote nothing. Set its key or its binding, then try again.`
  throw new GenerationError('service', 'provider_missing', message, 'never')
}

async function providersOf(all: GenerationDeps, input: GenerationInput, choice: StageChoice | undefined): Promise<NamedProvider[]> {
  const deps = { ...all, settings: settingsFor(all.settings, choice) }
  const { settings, keys, fetch } = deps
  const providers: NamedProvider[] = []
  const cursorKey = await keys.get('cursor')
  // An agent works on a repository that GitHub has.
  if (cursorKey !== null && input.repository !== undefined) {
    providers.push({ name: 'cursor', provider: cursorWithin(deps, cursorKey, input.repository) })
  }
  const apiKey = await keys.get('openai')
  if (apiKey !== null) {
    const { model } = settings.openai
    const price = priceOf('openai', model)
    const provider = createOpenAiProvider({ ...settings.openai, apiKey, timeoutMs, maxOutputTokens, price, fetch })
    providers.push({ name: 'openai', provider: metered(provider, meterOf(deps, { price, calls: 2, identity: 'call' })) })
  }
  if (settings.workersAi !== null) {
    const { ai, model } = settings.workersAi
    const price = priceOf('workers-ai', model)
    const provider = createWorkersAiProvider({ ai, model, timeoutMs, maxOutputTokens, price })
    providers.push({ name: 'workers-ai', provider: metered(provider, meterOf(deps, { price, calls: 2, identity: 'call' })) })
  }
  return orderedFor(providers, choice)
}

function cursorWithin(deps: GenerationDeps, apiKey: string, repository: RepositoryRef): GenerationProvider {
  return metered(cursorOf(deps, apiKey, repository), meterOf(deps, { price: null, calls: 2, identity: 'run' }))
}

function cursorOf({ settings, github, fetch, now, wait }: GenerationDeps, apiKey: string, repository: RepositoryRef): GenerationProvider {
  const { baseUrl, model, limits = {} } = settings.cursor
  return createCursorProvider({
    ...{ apiKey, model, fetch, now, wait, limits },
    ...(baseUrl === null ? {} : { baseUrl }),
    readBranch: (_where, what) => github.readBranch(repository, what),
    deleteBranch: (_where, branch) => github.deleteBranch(repository, branch),
  })
}

function meterOf({ budgets, now, newId, log }: GenerationDeps, how: Pick<MeterConfig, 'price' | 'calls' | 'identity'>): MeterConfig {
  const overrun = (micros: number, tokens: number) => log('warn', 'budget.overrun', { micros, tokens })
  return { ...how, budgets, maxOutputTokens, now, newId, overrun }
}
