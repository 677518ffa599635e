/** What goes wrong with one request. */
export type Fault =
  /** The API's own refusal, or anything else, instead of doing the work. */
  | { kind: 'answer'; status: number; body: string; headers?: Record<string, string> }
  /** No answer until the client hangs up. */
  | { kind: 'slow' }
  /** The connection ends before the work is done, or after it. */
  | { kind: 'drop' }
  | { kind: 'lost' }
  /** Half of the answer, then the connection ends. */
  | { kind: 'cut' }
  /** The right answer, made ten megabytes long by white space, which JSON allows. */
  | { kind: 'huge' }

interface Rule {
  fault: Fault
  /** Matched against `POST /v1/agents`. */
  on: RegExp
  times: number
}

/** Switches for failures. Rules are used in the order they were set, each for as many matching requests as it says. */
export class Faults {
  readonly #rules: Rule[] = []

  /** Lets the next `times` requests that match `on` (method and path; all, if left out) meet `fault`. */
  set(fault: Fault, { on = /^/, times = 1 }: { on?: RegExp; times?: number } = {}): void {
    this.#rules.push({ fault, on, times })
  }

  /** The fault of this request, used up by asking. */
  take(method: string, path: string): Fault | null {
    const rule = this.#rules.find(({ on, times }) => times > 0 && on.test(`${method} ${path}`))
    if (rule === undefined) return null
    rule.times -= 1
    return rule.fault
  }
}

/** The failures by the names they go by. */
export const faults = {
  unauthorised: refusal(401, 'unauthorized'),
  forbidden: (code: string, helpUrl?: string): Fault => refusal(403, code, {}, helpUrl),
  paymentRequired: refusal(402, 'usage_limit_exceeded'),
  usageLimit: refusal(429, 'usage_limit_exceeded'),
  rateLimited: (seconds: number): Fault => refusal(429, 'rate_limit_exceeded', { 'retry-after': `${seconds}` }),
  /** The edge in front of the API answers in another form. */
  edgeRateLimited: {
    kind: 'answer',
    status: 429,
    body: JSON.stringify({ error: 'Too Many Requests', message: 'slow down' }),
    headers: { 'retry-after': '2' },
  } satisfies Fault,
  serverError: (status: 500 | 502 | 503): Fault => refusal(status, status === 502 ? 'upstream_error' : 'internal_error'),
  html: (status: number): Fault => ({
    kind: 'answer',
    status,
    body: '<!doctype html><title>Just a moment</title>',
    headers: { 'content-type': 'text/html' },
  }),
  redirect: (location: string): Fault => ({ kind: 'answer', status: 307, body: '', headers: { location } }),
  huge: { kind: 'huge' } satisfies Fault,
  slow: { kind: 'slow' } satisfies Fault,
  drop: { kind: 'drop' } satisfies Fault,
  lost: { kind: 'lost' } satisfies Fault,
  cut: { kind: 'cut' } satisfies Fault,
}

function refusal(status: number, code: string, headers: Record<string, string> = {}, helpUrl?: string): Fault {
  const error = { code, message: `Refused by a switch: ${code}`, ...(helpUrl === undefined ? {} : { helpUrl, provider: 'github' }) }
  return { kind: 'answer', status, body: JSON.stringify({ error }), headers }
}
