import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { AppEnv } from './context.ts'
import { createMemory, type KeptAnswer, packed, unpacked } from './kept-answers.ts'
import { sessionCookie } from './session.ts'

export interface CatalogueCacheConfig {
  /** Changes whenever an answer about the catalogue may. */
  version(): Promise<string>
  /** Changes with each deployment: pages name the files of their own build, and answers have the form of their own code. */
  build: string
  /** The platform's cache; null where there is none. */
  shared(): Pick<Cache, 'match' | 'put'> | null
  now(): number
}

/** What is kept of a route. */
export interface KeepOptions {
  /** The query parameters that the answer depends on. The route sees these and no others, so that what one visitor adds is in nobody's page. */
  names: readonly string[]
  /** The answer tells of parameters that it does not know: one with such a parameter is not kept. Those that campaigns add are never told of. */
  saysUnknown?: boolean
  /** Changes with what else the answer shows, besides the catalogue. */
  mark?: () => Promise<string>
  /** Other forms of the answer at the same address, by what the client asks for. */
  form?: (accept: string) => string
}

export type Keep = (options: KeepOptions) => MiddlewareHandler<AppEnv>

/** The version is asked for at most once in this time. */
const versionMs = 1_000
/** No answer is older than this, however long the next one takes. */
const oldestMs = 2 * versionMs
/** What answers are made of is itself remembered for a second here and there, so what is made right after a change may still be the old. */
const settleMs = 2 * versionMs
/** Pages say times as seen from now, so they are made anew after a while although nothing has changed. */
const keepSeconds = 300
const memoryBytes = 16_000_000
const largestBytes = 4_000_000

const revalidate = 'public, max-age=0, must-revalidate'
/** A page has a nonce in its body and in its policy, which a 304 would part; so browsers keep none of them for later. */
const pageControl = 'private, no-cache'

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '')
    return tag === '*' || tag === etag
  })
}

/**
 * The last answer of `ask` for as long as it is fresh. While one request asks again, the others take the last answer, so that they do not all
 * ask at once. No promise is shared: a request may not wait for what another one started, which can be cancelled; then another asks after a while.
 */
export function remembered(ask: () => Promise<string>, now: () => number): () => Promise<string> {
  let last: { at: number; answer: string } | null = null
  let asked = Number.NEGATIVE_INFINITY
  return async () => {
    const at = now()
    if (last !== null && at - last.at < (at - asked < versionMs ? oldestMs : versionMs)) return last.answer
    asked = at
    const answer = await ask()
    if (last === null || last.at <= at) last = { at, answer }
    return answer
  }
}

/** True from a while after this isolate has first seen `version`; at once for the first version of all. */
function settling(now: () => number): (version: string) => boolean {
  let seen: { version: string; since: number } | null = null
  return (version) => {
    if (seen?.version !== version) seen = { version, since: seen === null ? Number.NEGATIVE_INFINITY : now() }
    return now() - seen.since >= settleMs
  }
}

function isPage(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/html') ?? false
}

/** What newsletters, advertisements and social sites add to links. */
const campaign = /^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|ref|source)$/

/** True when the address has a parameter that is neither accepted nor a campaign's. */
function hasUnknown(c: Context<AppEnv>, names: readonly string[]): boolean {
  return [...new URL(c.req.url).searchParams.keys()].some((name) => !names.includes(name) && !campaign.test(name))
}

/** Takes from the request what is not accepted. */
function strip(c: Context<AppEnv>, names: readonly string[]): void {
  const url = new URL(c.req.url)
  const accepted = [...url.searchParams].filter(([name]) => names.includes(name))
  if (accepted.length === url.searchParams.size) return
  url.search = new URLSearchParams(accepted).toString()
  c.req.raw = new Request(url, c.req.raw)
}

function keyOf(c: Context<AppEnv>, held: string, { names, form }: KeepOptions): string {
  const url = new URL(c.req.url)
  const query = names.flatMap((name) => url.searchParams.getAll(name).map((value) => [name, value]))
  const asked = new URLSearchParams(query).toString()
  const shape = form === undefined ? '' : `${form(c.req.header('accept') ?? '')}/`
  return `https://catalogue.invalid/${encodeURIComponent(held)}/${shape}${url.pathname}?${asked}`
}

async function fromResponse(response: Response, nonce: string, keptAt: number): Promise<KeptAnswer> {
  const body = new Uint8Array(await response.arrayBuffer())
  return { headers: [...response.headers], body, nonce: isPage(response.headers) ? nonce : null, keptAt }
}

/** The body with the nonce of this request where that of the first one was: nobody could know that one before, so nothing else is replaced. */
function bodyFor({ body, nonce }: KeptAnswer, fresh: string): Uint8Array<ArrayBuffer> | string {
  return nonce === null ? body : new TextDecoder().decode(body).replaceAll(nonce, () => fresh)
}

interface Held {
  version: string
  etag: string
}

function answerOf(c: Context<AppEnv>, kept: KeptAnswer, { version, etag }: Held, { form }: KeepOptions): Response {
  const headers = new Headers(kept.headers)
  headers.set('x-catalogue-version', version)
  if (form !== undefined) headers.set('vary', 'Accept, Cookie')
  if (kept.nonce !== null) {
    headers.set('cache-control', pageControl)
    return new Response(bodyFor(kept, c.get('nonce')), { headers })
  }
  headers.set('etag', etag)
  headers.set('cache-control', revalidate)
  if (matches(c.req.header('if-none-match'), etag)) {
    headers.delete('content-type')
    return new Response(null, { status: 304, headers })
  }
  return new Response(kept.body, { headers })
}

/**
 * Keeps the answers of catalogue routes by catalogue version, path and accepted parameters: in the memory of the isolate and in the
 * platform's cache. A change of the catalogue has a new version, so what is older is never asked for again. Who is signed in is
 * answered anew each time, and nothing of it is kept.
 */
export function catalogueCache(config: CatalogueCacheConfig): Keep {
  const memory = createMemory(memoryBytes)
  const catalogueVersion = remembered(config.version, config.now)
  const isFresh = (kept: KeptAnswer) => config.now() - kept.keptAt < keepSeconds * 1_000

  const find = async (key: string): Promise<KeptAnswer | null> => {
    const near = memory.get(key)
    if (near !== null && isFresh(near)) return near
    if (near !== null) memory.drop(key)
    // A cache that fails costs time, never an answer.
    const stored = await config
      .shared()
      ?.match(key)
      .catch(() => undefined)
    if (stored === undefined) return null
    const kept = await unpacked(stored)
    if (!isFresh(kept)) return null
    memory.set(key, kept)
    return kept
  }

  const put = (c: Context<AppEnv>, key: string, kept: KeptAnswer): void => {
    if (kept.body.byteLength > largestBytes || kept.headers.some(([name]) => name === 'set-cookie')) return
    memory.set(key, kept)
    const stored = config.shared()?.put(key, packed(kept, keepSeconds))
    if (stored !== undefined) c.executionCtx.waitUntil(stored.catch(() => undefined))
  }

  return (options) => {
    const mark = options.mark && remembered(options.mark, config.now)
    const isSettled = settling(config.now)
    return async (c, next) => {
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
      const version = mark === undefined ? await catalogueVersion() : `${await catalogueVersion()}-${await mark()}`
      if (getCookie(c, sessionCookie, 'host') !== undefined) {
        await next()
        c.header('cache-control', 'private, no-store')
        c.header('x-catalogue-version', version)
        return
      }
      if (options.saysUnknown && hasUnknown(c, options.names)) {
        await next()
        c.header('x-catalogue-version', version)
        return
      }
      strip(c, options.names)
      const held = `${version}${config.build === '' ? '' : `-${config.build}`}`
      const says = { version, etag: `"${held}"` }
      const key = keyOf(c, held, options)
      const known = await find(key)
      if (known !== null) return answerOf(c, known, says, options)
      await next()
      if (c.res.status !== 200) {
        c.header('x-catalogue-version', version)
        return
      }
      const kept = await fromResponse(c.res, c.get('nonce'), config.now())
      if (isSettled(version)) put(c, key, kept)
      const answer = answerOf(c, kept, says, options)
      c.res = undefined
      c.res = answer
    }
  }
}
