/** An answer without what belongs to one request only. */
export interface KeptAnswer {
  headers: [string, string][]
  body: Uint8Array<ArrayBuffer>
  /** The nonce it was made with, which is replaced on its way out; null for what has none. */
  nonce: string | null
  keptAt: number
}

const nonceHeader = 'x-made-with-nonce'
const keptAtHeader = 'x-kept-at'
/** A single answer may take so much of the memory; larger ones are kept in the shared cache only. */
const largestShare = 1 / 16

/** What an answer takes of the memory: its address may be longer than itself. */
function sizeOf(key: string, { headers, body }: KeptAnswer): number {
  const letters = headers.reduce((sum, [name, value]) => sum + name.length + value.length, key.length)
  return body.byteLength + 2 * letters
}

/** Answers in the memory of the isolate, the least recently used of them dropped beyond `limitBytes`. */
export function createMemory(limitBytes: number) {
  const entries = new Map<string, KeptAnswer>()
  let bytes = 0
  const drop = (key: string) => {
    const found = entries.get(key)
    if (found !== undefined) bytes -= sizeOf(key, found)
    entries.delete(key)
  }
  return {
    get(key: string): KeptAnswer | null {
      const found = entries.get(key)
      if (found === undefined) return null
      entries.delete(key)
      entries.set(key, found)
      return found
    },
    set(key: string, answer: KeptAnswer): void {
      const size = sizeOf(key, answer)
      if (size > limitBytes * largestShare) return
      drop(key)
      entries.set(key, answer)
      bytes += size
      for (const oldest of entries.keys()) {
        if (bytes <= limitBytes) break
        drop(oldest)
      }
    },
    drop,
    get bytes() {
      return bytes
    },
  }
}

/** The answer in the form that the platform's cache takes; it is forgotten there after `seconds`. */
export function packed({ headers, body, nonce, keptAt }: KeptAnswer, seconds: number): Response {
  const packedHeaders = new Headers(headers)
  packedHeaders.set('cache-control', `public, max-age=${seconds}`)
  packedHeaders.delete('vary')
  packedHeaders.set('x-kept-headers', JSON.stringify(headers))
  packedHeaders.set(keptAtHeader, String(keptAt))
  if (nonce !== null) packedHeaders.set(nonceHeader, nonce)
  return new Response(body, { headers: packedHeaders })
}

/** What `packed` put away. */
export async function unpacked(response: Response): Promise<KeptAnswer> {
  return {
    headers: JSON.parse(response.headers.get('x-kept-headers') ?? '[]') as [string, string][],
    body: new Uint8Array(await response.arrayBuffer()),
    nonce: response.headers.get(nonceHeader),
    keptAt: Number(response.headers.get(keptAtHeader)),
  }
}
