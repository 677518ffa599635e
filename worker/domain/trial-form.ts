import * as z from 'zod'
import { kept, type TrialResult, trialResultSchema } from './trial.ts'

/** Names of the fields of the form that replays runs. */
export const replayFields = {
  run: 'run',
  provider: 'provider',
  model: 'model',
  title: 'title',
  instructions: 'instructions',
} as const

/** Providers whose drafts can be compared. */
export const trialProviders = ['exemplar', 'cursor', 'openai', 'workers-ai'] as const

/** Runs that are replayed together; each is up to three drafts. */
export const maxReplays = 20
export const maxInstructionChars = 12_000
const maxTitleChars = 120
/** Results of one evaluation. */
const maxResults = 300

export interface ReplayOrder {
  runs: { key: string; roundAt: number }[]
  provider: (typeof trialProviders)[number]
  /** null for the provider's usual one. */
  model: string | null
  title: string
  /** null for the usual ones. */
  instructions: string | null
}

/** Where a run is found, as a field of the form names it. */
export function runField({ key, roundAt }: { key: string; roundAt: number }): string {
  return `${key}/${roundAt}`
}

function readRun(text: string): { key: string; roundAt: number } | null {
  const found = /^(\d{1,16}#\d{1,10})\/(\d{1,15})$/.exec(text)
  return found?.[1] === undefined ? null : { key: found[1], roundAt: Number(found[2]) }
}

const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim()

/** What is to be replayed, as a person chose it; null when something of it is none. `usual` are the usual instructions. */
export function readReplay(field: (name: string) => string[], usual: string): ReplayOrder | null {
  const one = (name: string) => plain(field(name)[0] ?? '')
  const runs = [...new Set(field(replayFields.run))].map(readRun)
  const known = runs.filter((run) => run !== null)
  const provider = trialProviders.find((name) => name === one(replayFields.provider))
  const [model, title, words] = [one(replayFields.model), one(replayFields.title), one(replayFields.instructions)]
  if (known.length === 0 || known.length < runs.length || known.length > maxReplays || provider === undefined) return null
  if (!/^\S{0,120}$/.test(model) || words.length > maxInstructionChars) return null
  const instructions = words === '' || words === plain(usual) ? null : words
  const named = [provider, ...(model === '' ? [] : [model]), ...(instructions === null ? [] : ['other instructions'])].join(', ')
  return { runs: known, provider, model: model || null, title: title.slice(0, maxTitleChars) || named, instructions }
}

const evaluationSchema = z.object({
  provider: z.enum(trialProviders),
  standIn: z.boolean(),
  runs: z
    .array(trialResultSchema.extend({ request: z.string().min(1).max(200) }))
    .min(1)
    .max(maxResults),
})

export interface Evaluation {
  provider: (typeof trialProviders)[number]
  model: string | null
  standIn: boolean
  results: { request: string; result: TrialResult }[]
}

/** The file that `npm run eval:generate` leaves; null when it is none. */
export function readEvaluation(text: string): Evaluation | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const read = evaluationSchema.safeParse(json)
  if (!read.success) return null
  const { provider, standIn, runs } = read.data
  const models = new Set(runs.flatMap(({ model }) => model ?? []))
  const results = runs.map(({ request, ...result }) => ({ request, result: { ...result, failed: kept(result.failed) } }))
  return { provider, standIn, model: models.size === 1 ? ([...models][0] ?? null) : null, results }
}
