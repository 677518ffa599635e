/** First wait after a lost connection; doubles up to `longestMs`. */
const firstMs = 500
/** A dashboard left open over night must not hammer a deployment that is down. */
const longestMs = 20_000

/** Wait before attempt `failures` + 1, in milliseconds: exponential, with full jitter over its upper half. `random` is in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** failures)
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
