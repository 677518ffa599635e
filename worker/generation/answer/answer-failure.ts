import { GenerationError, type Spent } from '../../domain/failure.ts'

const unknownSpent: Spent = { usage: null, costMicros: null }

/** The model declines to write this. Its own words are not repeated: they may quote the request. */
export function draftRefused(who: string, spent: Spent): GenerationError {
  const message = `${who} refused to write this draft. Read the request for what it may have taken offence at, reword it, or choose another provider.`
  return new GenerationError('draft', 'draft_refused', message, 'never', { spent })
}

export function draftTruncated(who: string, maxOutputTokens: number, spent: Spent): GenerationError {
  const message = `The answer of ${who} was cut off at its limit of ${maxOutputTokens} tokens, so the draft is not complete. Raise the limit, or ask for fewer tasks.`
  return new GenerationError('draft', 'draft_truncated', message, 'later', { spent })
}

export function draftInvalid(who: string, problem: string, spent: Spent): GenerationError {
  const message = `The answer of ${who} cannot be read as a draft, also after asking again. ${problem} Try again, or choose another model.`
  return new GenerationError('draft', 'draft_invalid', message, 'later', { spent })
}

/** Thrown while the answer still comes, so nobody knows what it cost. */
export function draftTooLarge(limitBytes: number): GenerationError {
  const message = `The answer went past ${limitBytes / 1024 / 1024} MB and was stopped: no CodeBundle is that large. Try again, or choose another model.`
  return new GenerationError('draft', 'draft_too_large', message, 'later', { spent: unknownSpent })
}

/** What a service did wrong, in its kinds. `who` names service and model, never a key; `detail` is a short code of the service or empty. */
export const serviceFailures = {
  key: (who: string) =>
    service('provider_key_refused', `${who} refused the key. It was revoked, or is not of this service: set a new one.`, 'never'),
  forbidden: (who: string) =>
    service(
      'provider_forbidden',
      `${who} does not let this key use the model. Give the key access to it, or choose another model.`,
      'never',
    ),
  quota: (who: string) =>
    service('provider_quota', `The account of ${who} has no credit left. Add credit or raise its limit, then try again.`, 'never'),
  model: (who: string) =>
    service('provider_model_unknown', `${who} does not exist there. Correct the name of the model or the address of the service.`, 'never'),
  request: (who: string, detail: string) =>
    new GenerationError(
      'request',
      'provider_request_refused',
      `${who} refused the request${detail === '' ? '' : ` (${detail})`}. It may be too long for the model; else check what the settings say the model can do.`,
      'never',
    ),
  busy: (who: string, retryAfterMs: number | null) =>
    service('provider_rate_limited', `${who} gets more calls than its account allows. It can be asked again later.`, 'later', {
      retryAfterMs,
    }),
  down: (who: string, detail: string, retryAfterMs: number | null) =>
    service('provider_unavailable', `${who} failed${detail === '' ? '' : ` (${detail})`}. It can be asked again later.`, 'later', {
      retryAfterMs,
    }),
  unreachable: (who: string) => service('provider_unreachable', `${who} cannot be reached. Check its address if this stays so.`, 'later'),
  slow: (who: string, timeoutMs: number) =>
    service(
      'provider_timeout',
      `${who} did not finish within ${Math.round(timeoutMs / 1000)} seconds. It can be asked again later, or given more time.`,
      'later',
      {
        spent: unknownSpent,
      },
    ),
  cut: (who: string) =>
    service('provider_cut', `The connection to ${who} broke before the answer was complete. It can be asked again later.`, 'later', {
      spent: unknownSpent,
    }),
  foreign: (who: string, what: string) =>
    service(
      'provider_bad_answer',
      `${who} answered with ${what}. There may be a proxy or a login page in between: check the address of the service.`,
      'later',
    ),
}

/** The caller does not want the draft any more. */
export function cancelled(): GenerationError {
  return new GenerationError('draft', 'cancelled', 'The draft was not wanted any more, so writing it was stopped.', 'never', {
    spent: unknownSpent,
  })
}

function service(
  code: string,
  message: string,
  retry: 'never' | 'later',
  more: { retryAfterMs?: number | null; spent?: Spent } = {},
): GenerationError {
  return new GenerationError('service', code, message, retry, more)
}
