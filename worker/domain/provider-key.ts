/** Providers whose keys admins keep in the registry, by the name the key is stored under. */
export const keyedProviders = {
  cursor: { title: 'Cursor', hint: 'Of a person or a service account; agents run in its name.' },
  openai: { title: 'OpenAI', hint: 'Also for Azure, an AI Gateway or another service that speaks the same API.' },
} as const
export type KeyName = keyof typeof keyedProviders

export function isKeyName(name: string): name is KeyName {
  return Object.hasOwn(keyedProviders, name)
}

/** What asking the provider with a key has said. The message is for people and never holds the key. */
export interface KeyTest {
  /** Milliseconds since 1970. */
  at: number
  ok: boolean
  message: string
}

/** What may be shown of a key. */
export interface StoredKey {
  name: string
  lastFour: string
  setAt: number
  setBy: string
  test: KeyTest | null
  /** Id of the key that it is encrypted with. */
  sealedWith: string | null
}

/** Shorter keys are no provider's, and four of their characters would be too much of them. */
const shortestShown = 16
const longestKey = 1_000

/** The last four characters of a key, to tell it by; empty for a short one. */
export function lastFourOf(key: string): string {
  return key.length < shortestShown ? '' : key.slice(-4)
}

/** A key as it was pasted, without the white space around it; null for what can be no key: empty, too long, or not printable ASCII. */
export function readKey(given: string): string | null {
  const key = given.trim()
  return key.length <= longestKey && /^[\x21-\x7e]+$/.test(key) ? key : null
}
