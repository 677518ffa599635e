const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const units: [limitMs: number, divideMs: number, name: string][] = [
  [hourMs, minuteMs, 'min'],
  [dayMs, hourMs, 'h'],
  [30 * dayMs, dayMs, 'd'],
  [365 * dayMs, 30 * dayMs, 'mo'],
  [Number.POSITIVE_INFINITY, 365 * dayMs, 'y'],
]

/** A duration in milliseconds as its largest unit: `40 s`, `3 min`, `2 d`. */
export function duration(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / 1000))} s`
  const [, divideMs, name] = units.find(([limitMs]) => ms < limitMs) ?? [0, 365 * dayMs, 'y']
  return `${Math.floor(ms / divideMs)} ${name}`
}

/** `at` seen from `now`, both milliseconds since 1970: `just now`, `3 min ago`, `in 2 d`. */
export function relative(at: number, now: number): string {
  if (at > now + 1000) return `in ${duration(at - now)}`
  return now - at < 10_000 ? 'just now' : `${duration(now - at)} ago`
}

/** UTC, to the minute: `2026-11-22 20:10 UTC`. */
export function absolute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** UTC time of day to the second: `20:10:07`. */
export function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}

/** UTC day: `2026-11-22`. */
export function shortDate(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
