import { refusalText, scopesOf } from '../domain/budget.ts'
import { GenerationError, NotYet, nothingSpent, OutsideError } from '../domain/failure.ts'
import type { BudgetPort, GenerationInput, GenerationOutput, GenerationProvider } from '../pipeline/ports.ts'
import { packContext } from './pack-context.ts'
import { costOf, type Price } from './price.ts'

export interface MeterConfig {
  budgets: BudgetPort
  /** null where unknown: then only the tokens are bounded. */
  price: Price | null
  /** The longest answer of one call. */
  maxOutputTokens: number
  /** Calls that one draft may take: the question and one correction. */
  calls: number
  /** `run`: a restarted job finds the call that it began, so it asks for room under the same name. `call`: it makes a new one. */
  identity: 'run' | 'call'
  now: () => number
  newId: () => string
  overrun(micros: number, tokens: number): void
}

/** English, code and JSON have four ASCII characters a token and hardly ever fewer than two; of other characters no byte is less than a token. */
const asciiPerToken = 2
/** Instructions and what surrounds the parts of a question. */
const frameTokens = 2_000

/**
 * A provider whose calls take room in every budget before they are made, at the most that they can cost, and give back what they did not use. Where there is no room, no call is made:
 * `budget_exceeded`, with the way on for people.
 */
export function metered(provider: GenerationProvider, config: MeterConfig): GenerationProvider {
  return {
    name: provider.name,
    async generate(input, progress, signal) {
      const id = await takeRoom(provider.name, input, config)
      try {
        const output = await provider.generate(input, progress, signal)
        await settle(id, output, config)
        return output
      } catch (error) {
        // The room is kept, and found again by its name.
        if (error instanceof NotYet) throw new NotYet(error.afterMs, { ...error.waiting, room: id })
        if (error instanceof GenerationError) await settle(id, { costMicros: error.spent.costMicros, usage: error.spent.usage }, config)
        // Anything else says nothing of what was spent: the reserved amount is what counts.
        else if (!(error instanceof OutsideError) || error.retry !== 'later' || config.identity === 'call')
          await settle(id, { costMicros: null, usage: null }, config)
        throw error
      }
    },
    async leave(work) {
      const spent = (await provider.leave?.(work)) ?? nothingSpent
      await settle(ownRoom(provider.name, work.run), spent, config)
      return spent
    },
  }
}

/** Takes room for a draft and returns the name it is counted under. Throws `budget_exceeded`. */
async function takeRoom(name: string, input: GenerationInput, config: MeterConfig): Promise<string> {
  const now = config.now()
  const ask = { scopes: scopesOfInput(input, now), now, ...mostOf(input, config) }
  const own = input.waiting?.room ?? ownRoom(name, input.run)
  const fresh = `${own}:${config.newId()}`
  // A job that was paid for and is started again lost its result: what it takes now is counted by itself.
  const names = config.identity === 'run' ? [own, fresh] : [fresh]
  for (const id of names) {
    const answer = await config.budgets.reserve({ id, ...ask })
    if (answer.ok) return id
    if (answer.why !== 'settled') throw new GenerationError('draft', 'budget_exceeded', refusalText(answer), 'never')
  }
  throw new Error('A new name was settled before')
}

function ownRoom(name: string, run: string): string {
  return `${name}:${run}`
}

/** The most that a draft can take, in tokens and micro-dollars. */
function mostOf(input: GenerationInput, { price, maxOutputTokens, calls }: MeterConfig): { tokens: number; micros: number | null } {
  const question = mostTokens(packContext(input).text + (input.instructions ?? '')) + frameTokens
  // A correction holds the question and the answer again.
  const inputTokens = question * calls + maxOutputTokens * (calls - 1)
  const outputTokens = maxOutputTokens * calls
  return { tokens: inputTokens + outputTokens, micros: costOf({ inputTokens, outputTokens }, price) }
}

/** Too many rather than too few: what a call takes beyond its reservation is counted in full and logged, but a budget may then be overrun by it. */
function mostTokens(text: string): number {
  const bytes = new TextEncoder().encode(text)
  const ascii = bytes.reduce((count, byte) => count + (byte < 128 ? 1 : 0), 0)
  return Math.ceil(ascii / asciiPerToken) + (bytes.byteLength - ascii)
}

async function settle(id: string, spent: Pick<GenerationOutput, 'costMicros' | 'usage'>, config: MeterConfig): Promise<void> {
  const tokens = spent.usage ? spent.usage.inputTokens + spent.usage.outputTokens : null
  const { overrunMicros, overrunTokens } = await config.budgets.settle({ id, micros: spent.costMicros, tokens, now: config.now() })
  if (overrunMicros > 0 || overrunTokens > 0) config.overrun(overrunMicros, overrunTokens)
}

/** `run` is `<repository id>#<issue>/<round>/<attempt>`; the budget of a run is that of a round. */
function scopesOfInput({ run, author, payer = author, collection }: GenerationInput, now: number) {
  const [key = run, round = '1'] = run.split('/')
  const repository = `${collection.owner}/${collection.repo}`
  return scopesOf({ run: `${key}/${round}`, issue: `${repository}#${key.split('#')[1] ?? ''}`, user: payer, repository, now })
}
