import type { Actor, Need } from './actor.ts'
import type { Repo } from './tables.ts'
import type { World } from './world.ts'

/** A request whose body has been read. Header names are lower case. */
export interface Call {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
  params: Record<string, string>
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  /** Sent as JSON, unless `text` is given. Absent for an empty body. */
  json?: unknown
  text?: string
}

export interface Route {
  method: string
  pattern: string
  handle(world: World, call: Call, actor: Actor): Reply
}

/** A route of one repository: `pattern` follows `/repos/:owner/:repo`. */
export interface RepoRoute {
  method: string
  pattern: string
  need: Need
  handle(input: RepoCall): Reply
}

export interface RepoCall {
  world: World
  call: Call
  actor: Actor
  /** Login of the person or bot behind the token. */
  login: string
  repo: Repo
}

/** Matches `/a/:b/*rest` against a path and returns the decoded parameters, or null, also for a path with a broken escape. A star takes the remainder, slashes included. */
export function match(pattern: string, path: string): Record<string, string> | null {
  try {
    return matchParts(pattern, path)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

function matchParts(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      const rest = given.slice(index).join('/')
      if (rest === '') return null
      params[part.slice(1)] = decodeURIComponent(rest)
      return params
    }
    const value = given[index]
    if (value === undefined) return null
    if (part.startsWith(':')) {
      if (value === '') return null
      params[part.slice(1)] = decodeURIComponent(value)
    } else if (part !== value) return null
  }
  return given.length === wanted.length ? params : null
}

/** A parameter of the matched pattern; the pattern guarantees it. */
export function param(call: Call, name: string): string {
  const value = call.params[name]
  if (value === undefined) throw new Error(`the route has no parameter ${name}`)
  return value
}
