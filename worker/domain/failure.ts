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
