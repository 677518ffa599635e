import type { EndedRun } from './ended-run.ts'

/** A likely value between a low and a high one; the high one is what a cost line looks at. */
export interface Range {
  likely: number
  low: number
  high: number
}

/** What making a plan's draft is expected to take. Stored with the record of the issue: fields are added, never changed. */
export interface Forecast {
  /** When it was made. */
  at: number
  /** Who would be asked first then. */
  provider: string
  model: string | null
  /** How many similar runs it rests on; with too few of them the ranges are what sizes and prices say. */
  runs: number
  /** Micro-dollars; null where the price is not known. */
  cost: Range | null
  /** Minutes from the queue to a pull request or an end. */
  minutes: Range | null
  /** `share` is the weighted one, 0–1. Null where too few similar runs have ended. */
  chance: { passed: number; of: number; share: number } | null
}

export interface ForecastAsk {
  /** `owner/repo`, in lower case. */
  repository: string
  platform: string
  tasks: number
  withSli: boolean
  provider: string
  model: string | null
  /** What holds without similar runs. */
  prior: Pick<Forecast, 'cost' | 'minutes'>
  runs: readonly EndedRun[]
  now: number
}

/** Below this many, one odd run would be the forecast. */
const fewest = 3
/** A run less alike than this says nothing: another platform, by another provider, long ago. */
const leastAlike = 0.2
/** Models, prices and checks change: after this long a run counts half. */
const halfLifeMs = 45 * 86_400_000

interface Weighed {
  run: EndedRun
  weight: number
}

/** Predicts cost, minutes and chance of success from runs that are alike; where there are too few, from the prior, and the chance stays unknown. */
export function forecastOf(ask: ForecastAsk): Forecast {
  const { provider, model, now, prior } = ask
  // Who cancels a run says nothing of how it would have ended.
  const ended = ask.runs.filter(({ outcome }) => outcome !== 'cancelled')
  const similar = ended.map((run) => ({ run, weight: likeness(run, ask) })).filter(({ weight }) => weight >= leastAlike)
  const cost = rangeOf(
    // Prices of different models have nothing to do with each other.
    similar.filter(({ run }) => isSameModel(run, ask)),
    ({ costMicros }) => costMicros,
  )
  const minutes = rangeOf(similar, (run) => run.minutes)
  return {
    ...{ at: now, provider, model, runs: similar.length },
    cost: cost === null ? prior.cost : whole(cost),
    minutes: minutes ?? prior.minutes,
    chance: chanceOf(similar),
  }
}

/** 0–1: how much a run says about what is asked. */
function likeness(run: EndedRun, ask: ForecastAsk): number {
  const sameProvider = run.provider === ask.provider ? 0.5 : 0.2
  const author = isSameModel(run, ask) ? 1 : sameProvider
  const size = Math.exp(-Math.abs(run.tasks - ask.tasks) / 6)
  const age = 0.5 ** (Math.max(0, ask.now - run.endedAt) / halfLifeMs)
  const sli = run.withSli === ask.withSli ? 1 : 0.9
  return author * size * age * sli * (run.platform === ask.platform ? 1 : 0.6) * (run.repository === ask.repository ? 1 : 0.8)
}

/** A service that is asked for its own default names the model only afterwards. */
function isSameModel(run: EndedRun, { provider, model }: ForecastAsk): boolean {
  return run.provider === provider && (model === null || run.model === model)
}

/** The weighted median between the tenth and the ninetieth of a hundred; few runs make it wider. Null when too few values are known, or fewer than half. */
function rangeOf(weighed: readonly Weighed[], amount: (run: EndedRun) => number | null): Range | null {
  const known = weighed.flatMap(({ run, weight }) => {
    const value = amount(run)
    return value === null ? [] : [{ value, weight }]
  })
  if (known.length < fewest || known.length * 2 < weighed.length) return null
  known.sort((a, b) => a.value - b.value)
  const unsure = 1 + 1 / known.length
  return { likely: quantile(known, 0.5), low: quantile(known, 0.1) / unsure, high: quantile(known, 0.9) * unsure }
}

function quantile(sorted: readonly { value: number; weight: number }[], share: number): number {
  // Sums of weights are not exact: a hair less than half is half.
  const wanted = share * sorted.reduce((sum, { weight }) => sum + weight, 0) * (1 - 1e-9)
  let sum = 0
  for (const { value, weight } of sorted) {
    sum += weight
    if (sum >= wanted) return value
  }
  return sorted.at(-1)?.value ?? 0
}

function whole({ likely, low, high }: Range): Range {
  return { likely: Math.round(likely), low: Math.floor(low), high: Math.ceil(high) }
}

function chanceOf(similar: readonly Weighed[]): Forecast['chance'] {
  if (similar.length < fewest) return null
  const passed = similar.filter(({ run }) => run.outcome === 'passed')
  const weightOf = (weighed: readonly Weighed[]) => weighed.reduce((sum, { weight }) => sum + weight, 0)
  // Half a run on either side: three that passed do not make the fourth certain.
  const share = (weightOf(passed) + 0.5) / (weightOf(similar) + 1)
  return { passed: passed.length, of: similar.length, share }
}
