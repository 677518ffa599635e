import type OpenAI from 'openai'
import type { GenerationProvider } from '../../pipeline/ports.ts'
import { collectText } from '../answer/collect-text.ts'
import { type Answer, draftByModel, type Question } from '../answer/draft-by-model.ts'
import { instructionsOf } from '../answer/instructions.ts'
import type { Price } from '../price.ts'
import { askChat } from './chat-turn.ts'
import { classifyFailure } from './classify.ts'
import { type Fetch, guardFetch } from './guarded-fetch.ts'
import { askResponses, type TurnOptions } from './responses-turn.ts'

export interface OpenAiConfig {
  apiKey: string
  /** null for OpenAI itself; else an AI Gateway, Azure (`/openai/v1/`), Ollama and the like. */
  baseURL: string | null
  model: string
  capabilities: {
    /** Has the Responses API; chat completions are used where not. */
    responses: boolean
    /** Holds answers to a JSON schema. Where not, JSON is asked for. */
    strictSchema: boolean
  }
  /** For one call as a whole, stream included. */
  timeoutMs: number
  maxOutputTokens: number
  /** null where unknown: then the cost of drafts is unknown too. */
  price: Price | null
  fetch: Fetch
}

const openAiUrl = 'https://api.openai.com/v1'

/** Writes drafts with a model of OpenAI or of a service that speaks its protocol. The package is loaded with the first draft. */
export function createOpenAiProvider(config: OpenAiConfig): GenerationProvider {
  const { model, maxOutputTokens, price } = config
  const who = `${config.baseURL === null ? 'OpenAI' : new URL(config.baseURL).host} (${model})`
  return {
    name: 'openai',
    generate: (input, progress, signal) =>
      draftByModel(
        {
          ...{ provider: 'openai', model, who, maxOutputTokens, price },
          ask: (turns) => askOnce(config, { who, turns, instructions: instructionsOf(input), progress, signal }),
        },
        input,
        progress,
      ),
  }
}

/** One call without a second try of the package's own: repeating is decided where the whole run is known. Throws `GenerationError`. */
async function askOnce(config: OpenAiConfig, { who, turns, instructions, progress, signal }: Question): Promise<Answer> {
  const { timeoutMs } = config
  const guard = guardFetch(config.fetch, who)
  const expiry = AbortSignal.timeout(timeoutMs)
  const either = signal === undefined ? expiry : AbortSignal.any([expiry, signal])
  const options: TurnOptions = {
    model: config.model,
    who,
    instructions,
    strictSchema: config.capabilities.strictSchema,
    maxOutputTokens: config.maxOutputTokens,
    signal: either,
  }
  try {
    const client = await createClient(config, guard.fetch)
    const ask = config.capabilities.responses ? askResponses : askChat
    return await ask(client, turns, collectText(progress), options)
  } catch (error) {
    // The package ends a stream that was stopped as if it were complete, so a cut one is looked at again here.
    const context = { who, timeoutMs, stopped: guard.failure(), expired: expiry.aborted, wantedNoMore: signal?.aborted === true }
    throw classifyFailure(error, context)
  }
}

async function createClient({ apiKey, baseURL, timeoutMs }: OpenAiConfig, fetch: Fetch): Promise<OpenAI> {
  // The client alone: the package's index brings those of Azure and Bedrock along.
  const { OpenAI } = await import('openai/client')
  return new OpenAI({
    apiKey,
    baseURL: baseURL ?? openAiUrl,
    timeout: timeoutMs,
    maxRetries: 0,
    // It would log prompts at its finer levels, and parse failures at every other.
    logLevel: 'off',
    // Given, so that the package looks for none of them in the environment.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    fetch,
  })
}
