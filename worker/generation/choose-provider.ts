import { admit, afterFailure, afterNothing, afterSuccess, type Breaker } from '../domain/breaker.ts'
import { faultOf, GenerationError, NotYet, nothingSpent, OutsideError, type Spent } from '../domain/failure.ts'
import type { GenerationInput, GenerationOutput, GenerationProvider } from '../pipeline/ports.ts'
import { exemplarProvider } from './exemplar.ts'
import { addUsage } from './price.ts'

export interface NamedProvider {
  name: string
  provider: GenerationProvider
}

/** Where breakers are kept. `change` reads, applies `step` and stores in one go, and answers the new state; `step` may run again on a conflict. */
export interface BreakerStore {
  change(name: string, step: (before: Breaker) => Breaker): Promise<Breaker>
}

export interface ChainConfig {
  /** In order of preference. `exemplar` is added as the last, and taken out of any other place. */
  providers: readonly NamedProvider[]
  breakers: BreakerStore
  /** Milliseconds since 1970. */
  now: () => number
}

type Progress = (text: string) => Promise<void>

/**
 * Asks providers one after another until one writes a draft. A provider is skipped while its breaker is open and left when its service
 * fails; which and why is said in progress lines and in the notes of the draft, whose cost includes theirs. Last comes `exemplar`, which
 * needs no service. A draft that fails by itself (refused, cut off, no JSON) is not handed on: the run decides about that, and gets
 * the provider's `GenerationError`. A draft that is not done yet (`NotYet`) is waited for: asked again, the chain goes on with the provider
 * that makes it, whatever its breaker says, and with what was said and spent before.
 */
export function createProviderChain(config: ChainConfig): GenerationProvider {
  return {
    name: 'chain',
    async generate(input, progress, signal) {
      const skipped = [...(input.waiting?.skipped ?? [])]
      let spent: Spent = input.waiting?.spent ?? nothingSpent
      for (const named of fromWaiting(beforeExemplar(config.providers, input), input, skipped)) {
        const tried = await attempt(config, named, { input, progress, signal }).catch((error: unknown) => {
          throw error instanceof NotYet ? new NotYet(error.afterMs, { ...error.waiting, provider: named.name, skipped, spent }) : error
        })
        if ('output' in tried) return withEarlier(tried.output, skipped, spent)
        spent = sum(spent, tried.spent)
        skipped.push(tried.skipped)
        await progress(tried.skipped)
        if (input.isLook) throw askOthers(input, skipped, spent)
      }
      return withEarlier(await exemplarProvider.generate(input, progress, signal), skipped, spent)
    },
  }
}

/**
 * The providers to ask before `exemplar`, in order. On a change of strategy only those that did not fail yet, unless `exemplar` failed
 * too: then those that failed come after the others.
 */
function beforeExemplar(providers: readonly NamedProvider[], { strategy, avoid = [] }: GenerationInput): readonly NamedProvider[] {
  const preferred = providers.filter(({ name }) => name !== exemplarProvider.name)
  if (strategy !== 'other') return preferred
  const others = preferred.filter(({ name }) => !avoid.includes(name))
  if (!avoid.includes(exemplarProvider.name)) return others
  return [...others, ...preferred.filter(({ name }) => avoid.includes(name))]
}

/** Those before the one that is waited for have been asked. When that one is gone, which is said, the others are asked. */
function fromWaiting(order: readonly NamedProvider[], { waiting, isLook }: GenerationInput, skipped: string[]): readonly NamedProvider[] {
  if (waiting === undefined) return order
  const at = order.findIndex(({ name }) => name === waiting.provider)
  if (waiting.isOver) return order.slice(at + 1)
  if (at >= 0) return order.slice(at)
  skipped.push(`${waiting.provider} is not set up any more; what it had begun is left to it.`)
  if (isLook) throw askOthers({ waiting }, skipped, waiting.spent ?? nothingSpent)
  return order
}

/** Nothing came of what was waited for. The others need what a look goes without, so the job begins again at once, with it. */
function askOthers({ waiting }: Pick<GenerationInput, 'waiting'>, skipped: string[], spent: Spent): NotYet {
  const { provider = '', since = 0 } = waiting ?? {}
  return new NotYet(0, { provider, since, memory: {}, isOver: true, skipped, spent })
}

interface Order {
  input: GenerationInput
  progress: Progress
  signal: AbortSignal | undefined
}

async function attempt(
  config: ChainConfig,
  { name, provider }: NamedProvider,
  { input, progress, signal }: Order,
): Promise<{ output: GenerationOutput } | { skipped: string; spent: Spent }> {
  const { breakers, now } = config
  let admitted = false
  const isWaitedFor = input.waiting?.provider === name && !input.waiting.isOver
  const state = await breakers.change(name, (before) => {
    const answer = isWaitedFor ? { admitted: true, breaker: before } : admit(before, now())
    admitted = answer.admitted
    return answer.breaker
  })
  if (!admitted) return { skipped: skippedText(name, state), spent: nothingSpent }
  try {
    const { waiting, ...fresh } = input
    const output = await provider.generate(isWaitedFor ? input : fresh, progress, signal)
    await breakers.change(name, afterSuccess)
    return { output }
  } catch (error) {
    const failure = error instanceof OutsideError && signal?.aborted !== true ? error : null
    if (failure === null || isCancelled(failure) || failure instanceof NotYet) {
      await breakers.change(name, (before) => afterNothing(before, now()))
      throw error
    }
    await breakers.change(name, (before) => afterFault(before, failure, now()))
    if (failure instanceof GenerationError) failure.provider = name
    if (faultOf(failure) === 'draft') throw error
    return { skipped: `${name} did not write this draft. ${failure.message}`, spent: spentOn(failure) }
  }
}

/** Only a service that failed counts against it: one that refused a request or wrote no good draft works. */
function afterFault(before: Breaker, failure: OutsideError, now: number): Breaker {
  const { message, retry, retryAfterMs } = failure
  if (faultOf(failure) !== 'service') return afterSuccess()
  return afterFailure(before, { reason: message, final: retry !== 'later', retryAfterMs }, now)
}

function isCancelled(failure: OutsideError): boolean {
  return failure.code === 'cancelled'
}

function skippedText(name: string, state: Breaker): string {
  const why = state.state === 'closed' ? '' : ` ${state.reason}`
  return state.state === 'half-open'
    ? `${name} was skipped: it failed before, and another run is trying it now.${why}`
    : `${name} was skipped: it failed before and is left alone for a while.${why}`
}

/** What a provider of another make spent before it failed is not known. */
function spentOn(failure: OutsideError): Spent {
  return failure instanceof GenerationError ? failure.spent : { usage: null, costMicros: null }
}

function sum(one: Spent, two: Spent): Spent {
  const costMicros = one.costMicros === null || two.costMicros === null ? null : one.costMicros + two.costMicros
  return { usage: addUsage(one.usage, two.usage), costMicros }
}

/** A draft with what was skipped before it, and with what that cost. A draft without a model took no tokens. */
function withEarlier(output: GenerationOutput, skipped: readonly string[], before: Spent): GenerationOutput {
  if (skipped.length === 0) return output
  const usage = output.model === null ? nothingSpent.usage : (output.usage ?? null)
  return { ...output, ...sum(before, { usage, costMicros: output.costMicros }), notes: [...skipped, ...output.notes] }
}
