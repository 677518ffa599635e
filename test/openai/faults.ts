import { Refusal } from './refusal.ts'

/** What the service can do wrong. Those of `refusals` answer before anything is written, the others while it is. */
export type Fault =
  | keyof typeof refusals
  /** Sends headers and the first event, then nothing more. */
  | 'slow'
  /** Breaks the connection in the middle of the answer. */
  | 'cut'
  /** Ends the stream in order, but without its last event. */
  | 'unfinished'
  | 'refusal'
  /** The limit of tokens is reached in the middle of the answer. */
  | 'truncation'
  /** The filter of the service stops the answer. */
  | 'filtered'
  | 'invalid-json'
  | 'html'
  /** An answer of ten megabytes, in small pieces. */
  | 'ten-megabytes'
  /** Ten megabytes in one event. */
  | 'one-line'
  /** Ten megabytes in lines of an event that never ends. */
  | 'endless-event'
  /** An error inside the stream. */
  | 'stream-error'

const json = { 'content-type': 'application/json' }

const refusals = {
  'key-revoked': () => new Refusal(401, 'Incorrect API key provided: sk-…abcd.', { code: 'invalid_api_key' }),
  forbidden: () => new Refusal(403, 'Project does not have access to this model.', { code: 'model_not_found' }),
  'no-credit': () => new Refusal(402, 'Payment required.', { type: 'billing_error', code: 'billing_not_active' }),
  'no-quota': () => new Refusal(429, 'You exceeded your current quota.', { type: 'insufficient_quota', code: 'insufficient_quota' }),
  busy: () => new Refusal(429, 'Rate limit reached.', { type: 'requests', code: 'rate_limit_exceeded' }, { ...json, 'retry-after': '7' }),
  'busy-millis': () =>
    new Refusal(
      429,
      'Rate limit reached.',
      { type: 'tokens', code: 'rate_limit_exceeded' },
      { 'retry-after-ms': '1250', 'retry-after': '2' },
    ),
  down: () => new Refusal(503, 'The server is overloaded.', { type: 'server_error' }, { 'retry-after': '3' }),
  broken: () => new Refusal(500, 'The server had an error.', { type: 'server_error', code: 'server_error' }),
  conflict: () => new Refusal(409, 'Conflict.', { type: 'conflict_error' }),
  'too-long': () => new Refusal(400, 'This model has a smaller context window.', { param: 'input', code: 'context_length_exceeded' }),
  policy: () => new Refusal(400, 'Your prompt was flagged.', { code: 'content_policy_violation' }),
} as const

/** The refusal of a fault that answers at once; null for one that comes while writing. */
export function refusalOf(fault: Fault | null): Refusal | null {
  return fault !== null && isRefusal(fault) ? refusals[fault]() : null
}

function isRefusal(fault: Fault): fault is keyof typeof refusals {
  return Object.hasOwn(refusals, fault)
}
