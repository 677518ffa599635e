import type { RetryClass } from './failure.ts'
import type { ProblemDetails } from './views.ts'

/** What is said about one kind of failure. `detail` and `suggestion` are public: they name no internals. */
interface ErrorKind {
  status: number
  retry: RetryClass
  title: string
  detail: string
  suggestion: string
}

/** Every error the product answers with, by its stable public code. */
export const errorKinds = {
  bad_request: {
    status: 400,
    retry: 'never',
    title: 'Bad request',
    detail: 'The request does not have the form this address expects.',
    suggestion: 'Check the request against the API description.',
  },
  not_json: {
    status: 400,
    retry: 'never',
    title: 'Not JSON',
    detail: 'The body is not valid JSON.',
    suggestion: 'Send a JSON object in UTF-8.',
  },
  not_the_schema: {
    status: 400,
    retry: 'never',
    title: 'Unexpected content',
    detail: 'The body is JSON but lacks what this address needs.',
    suggestion: 'Compare the body with the schema of this address.',
  },
  signature_mismatch: {
    status: 401,
    retry: 'never',
    title: 'Signature refused',
    detail: 'The signature of this delivery could not be verified.',
    suggestion: 'Check that the webhook secret is the same on both sides.',
  },
  sign_in_needed: {
    status: 401,
    retry: 'never',
    title: 'Sign-in needed',
    detail: 'This is only open to people who are signed in.',
    suggestion: 'Sign in with GitHub and try again.',
  },
  sign_in_failed: {
    status: 400,
    retry: 'never',
    title: 'Sign-in failed',
    detail: 'The sign-in could not be completed; it may have expired or been refused.',
    suggestion: 'Start the sign-in again from the page you came from.',
  },
  forbidden: {
    status: 403,
    retry: 'never',
    title: 'Not allowed',
    detail: 'Your role does not allow this.',
    suggestion: 'Ask an administrator of this registry for the role you need.',
  },
  foreign_origin: {
    status: 403,
    retry: 'never',
    title: 'Foreign origin',
    detail: 'This request did not come from a page of this registry.',
    suggestion: 'Open the registry itself and repeat the action there.',
  },
  not_found: {
    status: 404,
    retry: 'never',
    title: 'Not found',
    detail: 'There is nothing at this address.',
    suggestion: 'Check the address, or search from the start page.',
  },
  gone: {
    status: 410,
    retry: 'never',
    title: 'Gone',
    detail: 'What was at this address has been removed.',
    suggestion: 'Search for another from the start page.',
  },
  method_not_allowed: {
    status: 405,
    retry: 'never',
    title: 'Method not allowed',
    detail: 'This address does not take this method.',
    suggestion: 'Check the method against the API description.',
  },
  conflict: {
    status: 409,
    retry: 'never',
    title: 'Conflict',
    detail: 'The state has changed since you last looked.',
    suggestion: 'Reload and decide again.',
  },
  too_large: {
    status: 413,
    retry: 'never',
    title: 'Too large',
    detail: 'The body is larger than this address accepts.',
    suggestion: 'Send less.',
  },
  json_needed: {
    status: 415,
    retry: 'never',
    title: 'JSON needed',
    detail: 'This address takes application/json only.',
    suggestion: 'Set the content type to application/json.',
  },
  upgrade_needed: {
    status: 426,
    retry: 'never',
    title: 'WebSocket needed',
    detail: 'This address speaks WebSocket only.',
    suggestion: 'Connect with a WebSocket client.',
  },
  too_many_requests: {
    status: 429,
    retry: 'later',
    title: 'Too many requests',
    detail: 'There were too many requests from this address in a short time.',
    suggestion: 'Wait a minute and try again.',
  },
  internal: {
    status: 500,
    retry: 'later',
    title: 'Something went wrong',
    detail: 'The registry could not answer this request.',
    suggestion: 'Try again; if it stays, give the trace id to the operator.',
  },
  outside_failed: {
    status: 502,
    retry: 'later',
    title: 'GitHub did not answer',
    detail: 'A call to GitHub failed.',
    suggestion: 'Try again in a minute.',
  },
  webhook_not_configured: {
    status: 503,
    retry: 'later',
    title: 'Webhooks are not set up',
    detail: 'This registry has no webhook secret, so it takes no deliveries.',
    suggestion: 'The operator sets GITHUB_WEBHOOK_SECRET; failed deliveries can be sent again afterwards.',
  },
  sign_in_not_configured: {
    status: 503,
    retry: 'later',
    title: 'Sign-in is not set up',
    detail: 'This registry has no GitHub OAuth client, so nobody can sign in.',
    suggestion: 'The operator sets GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET and SESSION_SECRET.',
  },
  unavailable: {
    status: 503,
    retry: 'later',
    title: 'Not available',
    detail: 'This part of the registry is not available right now.',
    suggestion: 'Try again in a minute.',
  },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorKinds

/** A failure with a public answer. `detail` replaces the public detail of its kind and must be safe to show; `cause` goes to the log only. */
export class PublicError extends Error {
  override readonly name = 'PublicError'
  readonly code: ErrorCode
  readonly detail: string | null

  constructor(code: ErrorCode, detail: string | null = null, cause: unknown = undefined) {
    super(detail ?? errorKinds[code].detail, { cause })
    this.code = code
    this.detail = detail
  }
}

/** The error body for `code` (RFC 9457). `type` is a stable URN, so that it never depends on where the registry is reached. */
export function problem(code: ErrorCode, traceId: string, detail: string | null = null): ProblemDetails {
  const kind = errorKinds[code]
  return {
    type: `urn:codecollection-registry:problem:${code}`,
    title: kind.title,
    status: kind.status,
    detail: detail ?? kind.detail,
    suggestion: kind.suggestion,
    traceId,
  }
}
