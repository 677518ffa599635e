import type { RunOutcome } from './ended-run.ts'
import type { Forecast, Range } from './forecast.ts'

const centMicros = 10_000

/** A forecast's money to the cent, which is more than it knows; the upper end is rounded up. */
export function aboutMoney(micros: number, round: 'near' | 'up' = 'near'): string {
  const cents = round === 'up' ? Math.ceil(micros / centMicros) : Math.round(micros / centMicros)
  if (cents === 0 && micros > 0) return 'under $0.01'
  return `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** `3 minutes`; under a minute to the second. */
export function minutesText(minutes: number): string {
  const seconds = Math.round(minutes * 60)
  if (seconds < 60) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
  const whole = Math.round(minutes)
  return `${whole} ${whole === 1 ? 'minute' : 'minutes'}`
}

/** `about $0.04 ($0.02–$0.09)`; nothing twice where there is no range. */
export function costForecast(cost: Range | null): string {
  if (cost === null) return 'a cost that is not known'
  const likely = aboutMoney(cost.likely)
  const [low, high] = [aboutMoney(cost.low), aboutMoney(cost.high, 'up')]
  return low === high ? likely : `about ${likely} (${low}–${high})`
}

/** `3 minutes (2–6)`; to a tenth where the range is of minutes. */
export function minutesForecast(minutes: Range | null): string {
  if (minutes === null) return 'a time that is not known'
  const short = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value)).toString()
  return `${minutesText(minutes.likely)} (${short(minutes.low)}–${short(minutes.high)} min)`
}

/** `8 of 10 similar runs passed`, or that nobody knows. */
export function chanceForecast({ chance, runs }: Pick<Forecast, 'chance' | 'runs'>): string {
  if (chance !== null) return `${chance.passed} of ${chance.of} similar runs passed`
  return `chance not known yet: ${runs === 0 ? 'no similar run has' : `only ${runs === 1 ? 'one similar run has' : `${runs} similar runs have`}`} ended`
}

/** A forecast in one line, without its full stop. */
export function forecastText(forecast: Forecast): string {
  return [costForecast(forecast.cost), minutesForecast(forecast.minutes), chanceForecast(forecast)].join(', ')
}

/** Who or what let a plan be generated, and why, without its full stop. */
export function approvalText({ by, reason }: { by: string; reason: string }): string {
  return by === 'policy' ? `Approved by policy: ${reason}` : `Approved by ${by}`
}

/** How a run ended, in words. */
export function outcomeText(outcome: RunOutcome): string {
  return { passed: 'passed', failed: 'failed', stuck: 'got stuck', cancelled: 'was cancelled' }[outcome]
}
