/** A body that went past its limit; `limitBytes` is the limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
  readonly limitBytes: number

  constructor(limitBytes: number) {
    super(`The body is larger than ${limitBytes} bytes`)
    this.limitBytes = limitBytes
  }
}

/**
 * Reads a request body, counting bytes as they arrive: a `content-length` above the limit is refused unread, and a body that
 * is longer than it said (or said nothing) is cut off at the limit. Throws `BodyTooLarge`.
 */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers.get('content-length') ?? 'NaN')
  if (announced > limitBytes) {
    await request.body?.cancel()
    throw new BodyTooLarge(limitBytes)
  }
  if (request.body === null) return new Uint8Array(0)
  // HTTP holds a sender to the length it announced, so the body is read in one piece; the check is for a sender that is no HTTP.
  if (announced >= 0) {
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.byteLength > limitBytes) throw new BodyTooLarge(limitBytes)
    return bytes
  }
  const chunks: Uint8Array[] = []
  let total = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    total += value.byteLength
    if (total > limitBytes) {
      await reader.cancel()
      throw new BodyTooLarge(limitBytes)
    }
    chunks.push(value)
  }
  return joined(chunks, total)
}

function joined(chunks: Uint8Array[], total: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/**
 * `path` when it is a path of this site, else `fallback`. Refuses what a browser would read as another host
 * (`//host`, `/\host`), control characters that browsers strip before reading, and anything with a scheme.
 */
export function localPath(path: string | null | undefined, fallback = '/'): string {
  if (!path || path.length > 1_000 || !path.startsWith('/') || hasControlCharacter(path)) return fallback
  const base = 'http://local.invalid'
  try {
    const url = new URL(path, base)
    if (url.origin !== base || path.includes('\\') || path.startsWith('//')) return fallback
    const local = `${url.pathname}${url.search}${url.hash}`
    return local.startsWith('//') ? fallback : local
  } catch (error) {
    if (error instanceof TypeError) return fallback
    throw error
  }
}

function hasControlCharacter(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}

/** True when the client asks for a page before anything else. */
export function wantsHtml(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  const html = accept.indexOf('text/html')
  const json = accept.indexOf('json')
  return html >= 0 && (json < 0 || html < json)
}
