/** The value below which `share` (0–1) of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

export interface Figure {
  name: string
  value: number
  unit: string
  /** The value must not be above it. */
  bound: number
}

/** Prints each figure beside its bound. Returns the exit code: 0 when every bound is kept. */
export function printFigures(figures: readonly Figure[]): number {
  for (const { name, value, unit, bound } of figures) {
    const kept = value <= bound ? 'ok' : 'NOT REACHED'
    process.stdout.write(
      `${name.padEnd(44)} ${value.toFixed(unit === 's' ? 1 : 0).padStart(7)} ${unit.padEnd(3)} (at most ${bound}) ${kept}\n`,
    )
  }
  return figures.every(({ value, bound }) => value <= bound) ? 0 : 1
}
