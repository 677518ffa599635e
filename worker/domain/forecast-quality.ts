import type { EndedRun } from './ended-run.ts'

/** How good forecasts were, over runs that something was expected of. */
export interface ForecastQuality {
  runs: number
  /** Median of |expected − real| / real, with how many runs it rests on; null where there are none. */
  cost: { error: number; of: number } | null
  minutes: { error: number; of: number } | null
  /** Runs by the chance that was expected: `expected` is its mean, 0–1. Bins without runs are left out. */
  chance: { from: number; to: number; expected: number; passed: number; of: number }[]
}

const bins = [0, 0.5, 0.75, 0.9, 1]

/** Holds forecasts against what happened. A cancelled run says nothing of them. */
export function qualityOf(runs: readonly EndedRun[]): ForecastQuality {
  const ended = runs.filter(({ outcome }) => outcome !== 'cancelled')
  return {
    runs: ended.length,
    cost: medianError(ended.map(({ forecastMicros, costMicros }) => [forecastMicros, costMicros])),
    minutes: medianError(ended.map(({ forecastMinutes, minutes }) => [forecastMinutes, minutes])),
    chance: bins.slice(0, -1).flatMap((from, index) => binOf(ended, from, bins[index + 1] ?? 1)),
  }
}

function medianError(pairs: (readonly [expected: number | null, real: number | null])[]): { error: number; of: number } | null {
  const errors = pairs.flatMap(([expected, real]) => (expected === null || real === null ? [] : [errorOf(expected, real)]))
  errors.sort((a, b) => a - b)
  const middle = errors.slice(Math.floor((errors.length - 1) / 2), Math.floor(errors.length / 2) + 1)
  if (middle.length === 0) return null
  return { error: middle.reduce((sum, error) => sum + error, 0) / middle.length, of: errors.length }
}

/** Nothing expected and nothing taken is right; something expected where nothing was taken is wrong by all of it. */
function errorOf(expected: number, real: number): number {
  if (real === 0) return expected === 0 ? 0 : 1
  return Math.abs(expected - real) / real
}

function binOf(ended: readonly EndedRun[], from: number, to: number): ForecastQuality['chance'] {
  const inside = ended.flatMap(({ forecastChance: chance, outcome }) => {
    const fits = chance !== null && chance >= from && (chance < to || to === 1)
    return fits ? [{ chance, passed: outcome === 'passed' }] : []
  })
  if (inside.length === 0) return []
  const expected = inside.reduce((sum, { chance }) => sum + chance, 0) / inside.length
  return [{ from, to, expected, passed: inside.filter(({ passed }) => passed).length, of: inside.length }]
}
