/** How a failed call to the outside is treated: `never` again, `later`, or `poison` (never again, and a person must look). */
export type RetryClass = 'never' | 'later' | 'poison'

/** A failed call to an outside system, classified where it happened. `code` is stable and public; `message` is safe to show. */
export class OutsideError extends Error {
  readonly code: string
  readonly retry: RetryClass
  readonly retryAfterMs: number | null

  constructor(code: string, message: string, retry: RetryClass, retryAfterMs: number | null = null) {
    super(message)
    this.code = code
    this.retry = retry
    this.retryAfterMs = retryAfterMs
  }
}

export class GitHubError extends OutsideError {
  override readonly name = 'GitHubError'
}

export class SandboxError extends OutsideError {
  override readonly name = 'SandboxError'
}

/**
 * Where a failed generation lies: in the `service` that writes (out of reach, key refused, quota), in this `request` being too much for a
 * service that works (another may take it), or in the `draft` it wrote (refused, cut short, no JSON).
 */
export type GenerationFault = 'service' | 'request' | 'draft'

export interface Spent {
  /** Tokens as the service counted them; null where it did not say. */
  usage: { inputTokens: number; outputTokens: number } | null
  /** null where unknown: tokens may have been spent without the service saying how many, or at an unknown price. */
  costMicros: number | null
}

export const nothingSpent: Spent = { usage: { inputTokens: 0, outputTokens: 0 }, costMicros: 0 }

/** A provider that wrote no draft. `spent` is what the failed call cost all the same. */
export class GenerationError extends OutsideError {
  override readonly name = 'GenerationError'
  readonly fault: GenerationFault
  readonly spent: Spent
  /** The provider whose draft failed; set by the chain, which knows it. */
  provider: string | null = null

  constructor(
    fault: GenerationFault,
    code: string,
    message: string,
    retry: RetryClass,
    { retryAfterMs = null, spent = nothingSpent }: { retryAfterMs?: number | null; spent?: Spent } = {},
  ) {
    super(code, message, retry, retryAfterMs)
    this.fault = fault
    this.spent = spent
  }
}

/** Work on a draft that a provider left to go on elsewhere, as it is stored with the job. Plain data. */
export interface Waiting {
  provider: string
  /** When it began, in milliseconds since 1970. */
  since: number
  /** What the provider is told again at its next look; nobody else reads it. Empty after a look that was lost. */
  memory: Record<string, string>
  /** Set when it came to nothing: then the providers after it are asked. */
  isOver?: boolean
  /** Name under which its room in the budgets is reserved. */
  room?: string
  /** What providers that were asked before it said, and what they spent. */
  skipped?: string[]
  spent?: Spent
}

/** The draft is being made elsewhere and is not done: neither a success nor a failure. With `waiting`, the provider looks again after `afterMs`. */
export class NotYet extends OutsideError {
  override readonly name = 'NotYet'
  readonly afterMs: number
  readonly waiting: Waiting

  constructor(afterMs: number, waiting: Waiting) {
    super('not_yet', 'The draft is still being made.', 'later', afterMs)
    this.afterMs = afterMs
    this.waiting = waiting
  }
}

/** Where a failure of a provider lies. An error of an unknown kind from outside counts as the service's. */
export function faultOf(error: OutsideError): GenerationFault {
  return error instanceof GenerationError ? error.fault : 'service'
}
