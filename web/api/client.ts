import type { IssueAction, IssueSummary, IssueView, ProblemDetails, SearchResults } from '../../worker/domain/views.ts'

/** An answer of the API, or why there is none. Never thrown. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** `code` is `http` for an answer of the server, `network` where there was none, `shape` where the answer was not ours. */
export interface Failure {
  code: 'http' | 'network' | 'shape'
  status: number | null
  title: string
  detail: string
  suggestion: string
  traceId: string | null
}

const offline: Failure = {
  code: 'network',
  status: null,
  title: 'No connection',
  detail: 'The registry could not be reached.',
  suggestion: 'Check your connection and try again.',
  traceId: null,
}

/** One API request. HTTP errors, network errors and answers that are not JSON come back as a `Failure`. An aborted request is a network failure. */
async function request<T>(path: string, init: RequestInit = {}): Promise<Result<T>> {
  let response: Response
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch {
    return { ok: false, failure: offline }
  }
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) return { ok: false, failure: readProblem(response.status, body) }
  if (body === undefined) {
    return { ok: false, failure: { ...offline, code: 'shape', status: response.status, detail: 'The answer could not be read.' } }
  }
  // The server's own types: the API and this page are built and deployed together.
  return { ok: true, value: body as T }
}

/** Reads a problem+json body; what it lacks is filled with a text for the status. */
export function readProblem(status: number, body: unknown): Failure {
  const problem: Partial<ProblemDetails> = typeof body === 'object' && body !== null ? body : {}
  return {
    code: 'http',
    status,
    title: text(problem.title, `Error ${status}`),
    detail: text(problem.detail, 'The registry refused the request.'),
    suggestion: text(problem.suggestion, status >= 500 ? 'Try again in a moment.' : 'Reload the page and try again.'),
    traceId: typeof problem.traceId === 'string' ? problem.traceId : null,
  }
}

function text(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback
}

const segment = encodeURIComponent

/** Path of an issue below /issues and /api/v1/issues. */
export function issuePath(issue: Pick<IssueSummary, 'owner' | 'repo' | 'number'>): string {
  return `${segment(issue.owner)}/${segment(issue.repo)}/${issue.number}`
}

export const api = {
  /** `parameters` are those of the search page (state/asked.ts). */
  search: (parameters: URLSearchParams, signal?: AbortSignal): Promise<Result<SearchResults>> =>
    request(`/api/v1/search?${parameters}`, signal ? { signal } : {}),
  issues: (): Promise<Result<{ issues: IssueSummary[] }>> => request('/api/v1/issues'),
  issue: (path: string): Promise<Result<IssueView>> => request(`/api/v1/issues/${path}`),
  reindex: (slug: string): Promise<Result<{ status: 'wanted' | 'already wanted' }>> =>
    request(`/api/v1/collections/${segment(slug)}/reindex`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  act: (path: string, body: { action: IssueAction; headSha?: string; text?: string }): Promise<Result<IssueView>> =>
    request(`/api/v1/issues/${path}/actions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
}
