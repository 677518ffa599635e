import { toBase64Url } from './crypto.ts'

/** AES-256-GCM through WebCrypto: `v1.<key id>.<IV>.<ciphertext and tag>`, the last two as URL-safe base64. */
const format = 'v1'
const keyBytes = 32
/** 96 random bits for each sealing (NIST SP 800-38D §8.2.2); a key is good for 2³² of them, and here there are a handful. */
const ivBytes = 12

/** Newest first: that one seals, all of them open. */
export type Keyring = readonly { id: string; key: Uint8Array<ArrayBuffer> }[]

/** Where a sealed text is stored. It opens nowhere else: the place is part of what the seal vouches for. */
export interface SealedPlace {
  table: string
  column: string
  row: string
}

/** A text that does not open: of another form, sealed with a key that is not in the ring, or changed or moved. Says nothing of its content. */
export class SealedError extends Error {
  override readonly name = 'SealedError'
  readonly why: 'malformed' | 'unknown_key' | 'not_authentic'

  constructor(why: SealedError['why'], message: string) {
    super(message)
    this.why = why
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

function entriesOf(text: string): { id: string; base64: string }[] {
  if (!text.startsWith('[')) {
    const parts = text.split(',').map((part) => part.trim())
    return parts.map((part) => ({ id: part.slice(0, Math.max(0, part.indexOf(':'))), base64: part.slice(part.indexOf(':') + 1) }))
  }
  try {
    return (JSON.parse(text) as { id?: unknown; key?: unknown }[]).map(({ id, key }) => ({ id: String(id ?? ''), base64: String(key) }))
  } catch {
    throw new TypeError(
      'KEY_ENCRYPTION_KEYS begins like a JSON list and is none. Write [{"id": …, "key": base64}, …] or id:base64,…, newest first.',
    )
  }
}

/**
 * The keys of the setting KEY_ENCRYPTION_KEYS: `[{"id":…,"key":base64}, …]` or `id:base64,…`, newest first, 32 bytes each. An empty setting is an empty ring.
 * Throws `TypeError` with a message that names the entry and never the key.
 */
export function readKeyring(setting: string): Keyring {
  const text = setting.trim()
  if (text === '') return []
  const ring = entriesOf(text).map(({ id, base64 }, index) => {
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id))
      throw new TypeError(`Entry ${index + 1} of KEY_ENCRYPTION_KEYS needs a name of letters, digits, - or _ before its key.`)
    const key = bytesOf(base64.trim())
    if (key?.byteLength !== keyBytes)
      throw new TypeError(`The key "${id}" of KEY_ENCRYPTION_KEYS is not 32 bytes in base64 (openssl rand -base64 32).`)
    return { id, key }
  })
  if (new Set(ring.map(({ id }) => id)).size !== ring.length) throw new TypeError('Two keys of KEY_ENCRYPTION_KEYS have the same name.')
  return ring
}

/** What the seal vouches for besides the text. A JSON list, so that no two places are written the same. */
function placeBytes(keyId: string, { table, column, row }: SealedPlace): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([format, keyId, table, column, row]))
}

function aesKey(key: Uint8Array<ArrayBuffer>, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage])
}

/** Seals a text for one place with the newest key. Throws `TypeError` for an empty ring. */
export async function seal(ring: Keyring, place: SealedPlace, text: string): Promise<string> {
  const [newest] = ring
  if (newest === undefined) throw new TypeError('There is no key to seal with.')
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const algorithm = { name: 'AES-GCM', iv, additionalData: placeBytes(newest.id, place) }
  const sealed = await crypto.subtle.encrypt(algorithm, await aesKey(newest.key, 'encrypt'), new TextEncoder().encode(text))
  return [format, newest.id, toBase64Url(iv), toBase64Url(sealed)].join('.')
}

/** The id of the key a text was sealed with; null for what is no sealed text. */
export function keyIdOf(sealed: string): string | null {
  const [version, id, ...rest] = sealed.split('.')
  return version === format && id !== undefined && rest.length === 2 ? id : null
}

/** Opens what was sealed for this place. Throws `SealedError`. */
export async function unseal(ring: Keyring, place: SealedPlace, sealed: string): Promise<string> {
  const id = keyIdOf(sealed)
  const [, , ivText = '', bodyText = ''] = sealed.split('.')
  const [iv, body] = [bytesOf(ivText), bytesOf(bodyText)]
  if (id === null || iv?.byteLength !== ivBytes || body === null) throw new SealedError('malformed', 'The stored text is not a sealed one.')
  const entry = ring.find((candidate) => candidate.id === id)
  if (entry === undefined) throw new SealedError('unknown_key', `The key "${id}" that this was sealed with is not in KEY_ENCRYPTION_KEYS.`)
  const key = await aesKey(entry.key, 'decrypt')
  try {
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: placeBytes(id, place) }, key, body)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new SealedError('not_authentic', 'The stored text was changed or moved since it was sealed.')
  }
}
