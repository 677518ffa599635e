/** Fires the Worker's crons on this machine: `wrangler dev` serves them on request only. */
export interface Cron {
  /** First firing now, then at the interval. */
  begin: () => void
  stop: () => void
  /** Fires one cron expression and waits for its end. Returns false when the Worker does not answer. */
  fire: (expression: string) => Promise<boolean>
}

export const minuteCron = '* * * * *'
export const quarterCron = '*/15 * * * *'

/** A cron for the Worker at `url`, firing the minute cron every `everyMs` and the quarter-hour cron at the first and every fifteenth time; never when 0. */
export function startCron(url: string, everyMs: number): Cron {
  let timer: NodeJS.Timeout | null = null
  let count = 0
  const fire = async (expression: string) => {
    const address = `${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(expression).replaceAll('%20', '+')}`
    const answer = await fetch(address, { signal: AbortSignal.timeout(60_000) }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.ok ?? false
  }
  const tick = () => {
    void fire(minuteCron)
    if (count % 15 === 0) void fire(quarterCron)
    count += 1
  }
  return {
    begin: () => {
      if (everyMs <= 0 || timer) return
      tick()
      timer = setInterval(tick, everyMs)
    },
    stop: () => {
      if (timer) clearInterval(timer)
      timer = null
    },
    fire,
  }
}
