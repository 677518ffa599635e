import { isLiteral, optionValue } from './arguments.ts'
import type { Reading } from './platform-command.ts'

/** What `az` and `gcloud` do: groups of words, then a verb, then options. */

/** The words before the first option. */
function leadingWords(args: readonly string[]): string[] {
  const end = args.findIndex((word) => word.startsWith('-'))
  return end < 0 ? [...args] : args.slice(0, end)
}

/**
 * Where the verb is: the last word that is one, since groups may be called like verbs (`lock list`); else the last that begins like one
 * (`get-iam-policy`). −1 when there is none.
 */
function verbAt(words: readonly string[], verbs: readonly RegExp[]): number {
  const isVerb = (word: string) => verbs.some((verb) => verb.test(word))
  const whole = words.findLastIndex((word, index) => index > 0 && !word.includes('-') && isVerb(word))
  return whole > 0 ? whole : words.findLastIndex((word, index) => index > 0 && isVerb(word))
}

const azLocal = new Set([
  'login',
  'logout',
  'configure',
  'extension',
  'cloud',
  'config',
  'upgrade',
  'version',
  'self-test',
  'feedback',
  'interactive',
  'cache',
])
const azWrites =
  /^(create|delete|update|set|add|remove|start|stop|restart|deallocate|reset|renew|import|purge|recover|upgrade|scale|rotate|assign|invoke|swap|move|enable|disable|approve|reject|attach|detach|redeploy|reimage|run|submit|cancel|failover|restore|regenerate|rename|copy|upload|deploy|up|sync|put|append|lock|unlock|hide|patch|new)(-|$)/
const azReads = /^(list|show|get|check|query|exists|wait|download|search|view|summarize|test|validate|what-if|export|display|describe)(-|$)/

export function effectOfAz(args: string[]): Reading {
  const words = leadingWords(args).filter(isLiteral)
  const [group] = words
  if (group === undefined) return null
  if (group === 'rest') return restCall(args)
  if (words[1] === 'invoke' && group === 'devops') return httpCall('invoke', optionValue(args, '--http-method'), '')
  const at = verbAt(words, [azReads, azWrites])
  const verb = words[at < 0 ? words.length - 1 : at] ?? group
  const resource = (at < 0 ? words.slice(0, -1) : words.slice(0, at)).join(' ') || null
  return { verb, resource, effect: azEffect(group, verb, resource ?? '') }
}

function azEffect(group: string, verb: string, resource: string): NonNullable<Reading>['effect'] {
  if (azLocal.has(group) || (group === 'account' && /^(set|clear)$/.test(verb))) return 'local'
  if (/^(get-credentials|login|configure)$/.test(verb)) return 'local'
  if (azReads.test(verb) || /\bgraph$/.test(resource)) return 'read'
  return azWrites.test(verb) ? 'write' : 'unknown'
}

/** `az rest`: the method decides; queries are sent by POST. */
function restCall(args: readonly string[]): Reading {
  return httpCall('rest', optionValue(args, '--method', '-m'), optionValue(args, '--url', '--uri', '-u') ?? '')
}

function httpCall(name: string, given: string | null, url: string): Reading {
  const method = (given ?? 'get').toUpperCase()
  if (method === 'GET' || method === 'HEAD') return { verb: `${name} ${method}`, resource: null, effect: 'read' }
  if (method === 'POST')
    return { verb: `${name} POST`, resource: null, effect: asksByPost(url) ? 'read' : url.includes('$') ? 'unknown' : 'write' }
  return { verb: `${name} ${method}`, resource: null, effect: /^[A-Z]+$/.test(method) ? 'write' : 'unknown' }
}

/** Addresses that are asked by POST although nothing changes: queries, searches, tokens. */
export function asksByPost(url: string): boolean {
  return /(quer|search|graphql|token|oauth|\/auth\b|login|session|_count|_sql|filter|annotate|aggregate|resources\?api|\bbatch|:run|getEntities|list[A-Z]|validate|check|predict|completions)/i.test(
    url,
  )
}

const gcloudVerbs =
  /^(list|describe|get|read|lookup|search|query|print|check|ls|tail|export|test-iam|create|delete|update|patch|start|stop|reset|resize|restart|set|add|remove|enable|disable|deploy|import|move|undelete|restore|resume|suspend|submit|cancel|rollback|promote|failover|clone|invoke|call|execute|run|rm|cp|mv|apply|activate|revoke|login|ssh|scp|connect|wait|simulate|troubleshoot)(-|$)/
const gcloudReads = /^(list|describe|get|read|lookup|search|query|print|check|ls|tail|wait|simulate|troubleshoot|test-iam|export)(-|$)/
const gcloudLocal = new Set(['config', 'auth', 'components', 'info', 'version', 'topic', 'init', 'help'])

export function effectOfGcloud(args: string[]): Reading {
  const words = leadingWords(args.filter((word) => !/^--(project|format|quiet|region|zone|account|filter)(=|$)/.test(word)))
    .filter((word) => !/^(alpha|beta|preview)$/.test(word))
    .filter(isLiteral)
  const [group] = words
  if (group === undefined) return null
  const at = verbAt(words, [gcloudVerbs])
  const verb = words[at < 0 ? words.length - 1 : at] ?? group
  const resource = (at < 0 ? words.slice(0, -1) : words.slice(0, at)).join(' ') || null
  return { verb, resource, effect: gcloudEffect(group, verb, at >= 0) }
}

function gcloudEffect(group: string, verb: string, isKnown: boolean): NonNullable<Reading>['effect'] {
  if (gcloudLocal.has(group) || verb === 'get-credentials') return 'local'
  if (gcloudReads.test(verb)) return 'read'
  return isKnown && !/^(ssh|scp|connect|call|run$|execute)/.test(verb) ? 'write' : 'unknown'
}
