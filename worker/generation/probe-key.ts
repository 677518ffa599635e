import type { KeyName } from '../domain/provider-key.ts'

/** Where the providers are reached; each path needs nothing but a good key, and costs nothing. */
export const providerUrls: Record<KeyName, string> = {
  cursor: 'https://api.cursor.com/v1/me',
  openai: 'https://api.openai.com/v1/models',
}

/** A provider that has said nothing in this time is as good as away for somebody who waits at a page. */
const timeoutMs = 10_000

interface ProbeConfig {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  urls: Record<KeyName, string>
}

function said(status: number): { ok: boolean; message: string } {
  if (status >= 200 && status < 300) return { ok: true, message: 'The provider accepts it.' }
  if (status === 401)
    return { ok: false, message: 'The provider does not know it (401). It may have been revoked or cut off; set it again.' }
  if (status === 403) return { ok: false, message: 'The provider knows it and refuses it (403). Look at its permissions and plan there.' }
  if (status === 429)
    return {
      ok: false,
      message: 'The provider takes no more requests with it right now (429). Test again in some minutes, or look at its quota.',
    }
  return { ok: false, message: `The provider answered ${status}, which says nothing about the key. Test again in some minutes.` }
}

/** Asks a provider whether it takes a key. Never throws for what the network or the provider does; no message holds what was sent or received. */
export function keyProbe({ fetch, urls }: ProbeConfig): (name: KeyName, key: string) => Promise<{ ok: boolean; message: string }> {
  return async (name, key) => {
    const headers = { authorization: `Bearer ${key}`, accept: 'application/json' }
    try {
      // A redirect would take the key to another address.
      const response = await fetch(urls[name], { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
      await response.body?.cancel()
      return said(response.status)
    } catch (error) {
      const slow = error instanceof DOMException && error.name === 'TimeoutError'
      return {
        ok: false,
        message: slow
          ? `No answer in ${timeoutMs / 1_000} s. Test again in some minutes.`
          : 'The provider could not be reached. Test again in some minutes.',
      }
    }
  }
}
