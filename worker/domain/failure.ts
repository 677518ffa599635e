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

/** Where a failure of a provider lies. An error of an unknown kind from outside counts as the service's. */
export function faultOf(error: OutsideError): GenerationFault {
  return error instanceof GenerationError ? error.fault : 'service'
}
