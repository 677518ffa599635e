import { useEffect, useState } from 'preact/hooks'

/** How often texts such as "3 min ago" are brought up to date; they show no seconds past the first minute. */
const tickMs = 10_000

/**
 * The time in milliseconds: `initial` while the server renders and hydration compares, then the browser's own clock; never before
 * `newest`, the newest thing shown, which between two ticks would otherwise lie in the future.
 */
export function useClock(initial: number, newest = 0): number {
  const [now, setNow] = useState(initial)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return Math.max(now, newest)
}
