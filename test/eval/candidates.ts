import * as z from 'zod'
import { makePlan } from '../../worker/domain/make-plan.ts'
import { parseRequest } from '../../worker/domain/parse-request.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { createCursorProvider } from '../../worker/generation/cursor/provider.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { createOpenAiProvider } from '../../worker/generation/openai/provider.ts'
import { priceOf } from '../../worker/generation/price.ts'
import { createWorkersAiProvider, type WorkersAi } from '../../worker/generation/workers-ai/provider.ts'
import type { GenerationProvider } from '../../worker/pipeline/ports.ts'
import { startCursorDouble } from '../cursor/server.ts'
import { plainScript } from '../cursor/world.ts'
import { generationInput } from '../generation-input.ts'
import { startOpenAiDouble } from '../openai/double.ts'
import { type DraftAnswer, slugIn } from '../openai/write-draft.ts'
import { patient } from '../patient.ts'
import type { RequestFile } from '../stack/request-file.ts'
import { createWorkersAiDouble } from '../workers-ai/double.ts'

/** A provider to evaluate. */
export interface Candidate {
  provider: GenerationProvider
  /** What to do to ask the service itself, where a double of this project answers in its place; null where the service answers. */
  instead: string | null
  close(): Promise<void>
}

type Make = (model: string | undefined, requests: readonly RequestFile[]) => Promise<Candidate>

/** Makes of providers by name. A service is asked itself where its key is in the environment. */
export const candidates: Record<string, Make> = {
  exemplar: async () => ({ provider: exemplarProvider, instead: null, close: nothing }),
  openai,
  'workers-ai': workersAi,
  cursor,
}

const limits = { timeoutMs: 600_000, maxOutputTokens: 32_000 }
const standInKey = 'sk-stand-in-for-evaluations'

async function nothing(): Promise<void> {
  return undefined
}

async function openai(model = 'gpt-5.4', requests: readonly RequestFile[]): Promise<Candidate> {
  const { OPENAI_API_KEY: key = '', OPENAI_BASE_URL: baseURL } = process.env
  const isReal = key !== '' || baseURL !== undefined
  const write = await bundlesFor(requests)
  const double = isReal
    ? null
    : await startOpenAiDouble({ apiKey: standInKey, models: [model], write: (call) => answerOf(write(slugIn(call))) })
  const where = { apiKey: double === null ? key : standInKey, baseURL: double?.url ?? baseURL ?? null }
  const capabilities = { responses: true, strictSchema: true }
  const provider = createOpenAiProvider({ ...where, model, capabilities, ...limits, price: priceOf('openai', model), fetch })
  return { provider, instead: double && 'set OPENAI_API_KEY', close: double?.close ?? nothing }
}

async function workersAi(model = '@cf/meta/llama-3.3-70b-instruct-fp8-fast', requests: readonly RequestFile[]): Promise<Candidate> {
  const { CLOUDFLARE_ACCOUNT_ID: account = '', CLOUDFLARE_API_TOKEN: token = '' } = process.env
  const isReal = account !== '' && token !== ''
  const write = await bundlesFor(requests)
  const standIn = () =>
    createWorkersAiDouble({ models: { [model]: { jsonMode: true } }, write: (call) => answerOf(write(slugIn(call))) }).ai
  const ai = isReal ? overRest(account, token) : standIn()
  const provider = createWorkersAiProvider({ ai, model, ...limits, price: priceOf('workers-ai', model) })
  return { provider, instead: isReal ? null : 'set CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN', close: nothing }
}

const restAnswer = z.object({ result: z.unknown(), errors: z.array(z.object({ code: z.number(), message: z.string() })).default([]) })

/** The binding over Cloudflare's REST API, with its errors in the binding's form. */
function overRest(account: string, token: string): WorkersAi {
  return {
    async run(model, input, options) {
      const response = await fetch(`https://api.cloudflare.com/client/v4/accounts/${account}/ai/run/${model}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
        ...options,
      })
      const { result, errors } = restAnswer.parse(await response.json())
      if (response.ok) return result
      throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join(' ') || `${response.status}`)
    },
  }
}

/** An agent needs a repository that GitHub has, and the App to read its branch: here the double's own. Its clock moves by being waited for. */
async function cursor(model: string | undefined, requests: readonly RequestFile[]): Promise<Candidate> {
  let now = Date.now()
  const write = await bundlesFor(requests)
  const url = generationInput(requests[0] ?? noRequest).collection.url.replace(/\.git$/, '')
  const double = await startCursorDouble({ now: () => now, repositories: { [url]: ['main'] } })
  double.account.usage = 'tokens-and-cost'
  double.world.script = { ...plainScript, work: (prompt) => write(/Only files under codebundles\/([a-z0-9-]+)\//.exec(prompt)?.[1] ?? '') }
  const wait = async (ms: number) => {
    now += ms
  }
  const { readBranch, deleteBranch } = double.branches
  const where = { apiKey: double.key, baseUrl: double.url, model: model ?? null, readBranch, deleteBranch }
  const provider = patient(createCursorProvider({ ...where, fetch: (address, init) => fetch(address, init), now: () => now, wait }), wait)
  return {
    provider,
    instead: 'run the product with a key of Cursor: an agent needs a repository on GitHub',
    close: double.close,
  }
}

const noRequest = { title: 'Kubernetes pods', labels: [], body: 'Find pods that restart.' }

/** What the doubles write, by the slug of the plan: the bundle that patterns make of the request. */
async function bundlesFor(requests: readonly RequestFile[]): Promise<(slug: string) => DraftFile[]> {
  const bundles = new Map<string, DraftFile[]>()
  for (const request of requests) {
    if (!('plan' in makePlan(parseRequest(request)))) continue
    const input = generationInput(request, { author: request.login })
    bundles.set(input.plan.slug, (await exemplarProvider.generate(input, nothing)).files)
  }
  return (slug) => bundles.get(slug) ?? []
}

function answerOf(files: readonly DraftFile[]): DraftAnswer {
  const shown = files.map(({ path, mode, content }) => ({ path, executable: mode === '100755', content }))
  return { files: shown, notes: ['Written by a stand-in.'] }
}
