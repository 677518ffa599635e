import { isLiteral, optionValue, positional } from './arguments.ts'
import type { Reading } from './platform-command.ts'
import { asksByPost } from './tool-words.ts'

/** What `curl` and `gh` do: the method, or the verb, says it. */

const bodyOptions = /^(-d|-F|-T|--data(-\w+)?|--form(-\w+)?|--json|--upload-file)(=|$)/

export function effectOfCurl(args: string[]): Reading {
  const given = optionValue(args, '-X', '--request') ?? args.find((word) => /^-X./.test(word))?.slice(2) ?? null
  const isForcedGet = args.some((word) => word === '-G' || word === '--get' || /^-[a-zA-Z]*G[a-zA-Z]*$/.test(word))
  const isHead = args.some((word) => word === '--head' || /^-[a-zA-Z]*I[a-zA-Z]*$/.test(word))
  const sends = args.some((word) => bodyOptions.test(word))
  const method = isForcedGet ? 'GET' : (given ?? (isHead ? 'HEAD' : sends ? 'POST' : 'GET'))
  if (!/^[A-Z]+$/i.test(method)) return { verb: 'request', resource: null, effect: 'unknown' }
  const url = args.find((word) => /^https?:|^\$\{?\w*(URL|ENDPOINT|URI|HOST|API|BASE)\w*\}?/i.test(word)) ?? ''
  return { verb: method.toUpperCase(), resource: hostOf(url), effect: methodEffect(method.toUpperCase(), url, args) }
}

function methodEffect(method: string, url: string, args: readonly string[]): NonNullable<Reading>['effect'] {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return 'read'
  if (method !== 'POST') return /^(PUT|PATCH|DELETE)$/.test(method) ? 'write' : 'unknown'
  if (asksByPost(url) || args.some((word) => /grant_type|"?query"?\s*[:=]/.test(word))) return 'read'
  // A path that is known only at run time may well be a query.
  return /^https?:\/\/[^$\s]+$/.test(url) ? 'write' : 'unknown'
}

/** The host of a literal address; null otherwise. */
function hostOf(url: string): string | null {
  return /^https?:\/\/([A-Za-z0-9.-]+)(?=[:/?]|$)/.exec(url)?.[1] ?? null
}

const ghValued = new Set([
  '-R',
  '--repo',
  '-H',
  '--header',
  '-q',
  '--jq',
  '-t',
  '--template',
  '-X',
  '--method',
  '-f',
  '-F',
  '--field',
  '--raw-field',
  '--json',
  '-L',
  '--limit',
])
const ghWrites =
  /^(create|close|comment|edit|delete|merge|reopen|review|run|rerun|cancel|set|remove|upload|lock|unlock|transfer|rename|archive|sync|enable|disable|add|fork|ready|pin)$/

export function effectOfGh(args: string[]): Reading {
  const [group, verb] = positional(args, ghValued)
  if (!isLiteral(group)) return null
  if (group === 'api') return apiCall(args, verb ?? '')
  if (group === 'auth' || group === 'config' || group === 'extension' || group === 'alias')
    return { verb: group, resource: null, effect: 'local' }
  if (!isLiteral(verb)) return null
  return { verb, resource: group, effect: ghWrites.test(verb) ? 'write' : 'read' }
}

function apiCall(args: readonly string[], path: string): Reading {
  const sends = args.some((word) => /^(-f|-F|--field|--raw-field|--input)(=|$)/.test(word))
  const method = (optionValue(args, '-X', '--method') ?? (sends ? 'POST' : 'GET')).toUpperCase()
  const isQuery = path === 'graphql' && !args.some((word) => /\bmutation\b/.test(word))
  const effect = method === 'GET' || isQuery ? 'read' : /^(POST|PUT|PATCH|DELETE)$/.test(method) ? 'write' : 'unknown'
  return { verb: `api ${method}`, resource: null, effect }
}
