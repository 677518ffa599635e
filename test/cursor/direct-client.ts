import type { CursorDouble } from './server.ts'

export interface DirectReply {
  status: number
  headers: Headers
  json: unknown
  /** Cursor's error code, null where there is none. */
  code: string | null
}

/** Calls to the double as any client might make them, right or wrong. */
export function directClient(double: CursorDouble, authorization = `Bearer ${double.key}`) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<DirectReply> => {
    const response = await fetch(`${double.url}${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const json: unknown = await response.json()
    return { status: response.status, headers: response.headers, json, code: codeOf(json) }
  }
}

function codeOf(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('error' in json)) return null
  const { error } = json
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null
}

export const agentId = 'bc-00000000-0000-4000-8000-000000000001'

/** A body that the API takes. */
export function creation(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    agentId,
    prompt: { text: 'Only files under codebundles/k8s-x/ are taken.' },
    repos: [{ url: 'https://github.com/care/bundles', startingRef: 'main' }],
    ...changes,
  }
}
