import { boundaryWords } from './words.ts'

/** Purposes as they end a directory name, each with the words that mean it. The first purpose whose words come first in a text is taken. */
const purposes: readonly (readonly [string, string])[] = [
  ['health', 'health(?: ?checks?)?|healthy|unhealthy|healthiness|ok|up and running|liveness|readiness'],
  ['triage', 'triage|troubleshoot(?:ing)?|root ?cause(?: analysis)?|rca|diagnos(?:e|is|tics?)|investigat(?:e|ion)|debug(?:ging)?|why'],
  ['integrity', 'integrity'],
  ['drift', 'drift(?:ed)?|desired state'],
  ['usage', 'usage|consumption'],
  ['utilization', 'utili[sz]ation|right ?siz(?:e|ing)|over ?provisioned|under ?utili[sz]ed|idle'],
  ['capacity', 'capacity|headroom|saturation|quotas?|exhaust(?:ed|ion)'],
  ['cost', 'costs?|spend(?:ing)?|finops|savings?|billing|budgets?|waste'],
  ['security', 'security|vulnerab(?:le|ilit(?:y|ies))|cves?|hardening|exposed|publicly accessible|exposure'],
  ['compliance', 'compliance|compliant|polic(?:y|ies) violations?|governance|best practices?'],
  ['audit', 'audits?|auditing'],
  ['backup', 'backups?|restore points?|snapshots? age'],
  ['expiry', 'expir(?:y|ation|es?|ed|ing)'],
  ['rotation', 'rotat(?:e|ion|ing)'],
  ['performance', 'performance|latency|slow(?:ness)?|response times?|throughput'],
  ['availability', 'availability|uptime|reachab(?:le|ility)|downtime'],
  ['connectivity', 'connectivity|network path|egress|unreachable'],
  ['backlog', 'backlogs?'],
  ['lag', 'lag'],
  ['pressure', 'pressure'],
  ['errors', 'error rates?|errors?'],
  ['restarts', 'restarts?|restarting|crash(?:es|ing)?|crash ?loops?(?: ?back ?off)?'],
  ['scaling', 'autoscal(?:e|ing)|scaling'],
  ['cleanup', 'clean ?up|orphan(?:ed|s)?|unused|stale|dangling|prun(?:e|ing)'],
  ['inventory', 'inventory|discovery|catalogue?'],
  ['replication', 'replication(?: lag)?'],
  ['upgrade', 'upgrades?|end of life|eol|deprecat(?:ed|ions?)|outdated'],
  ['logs', 'logs?|log analysis'],
  ['monitoring', 'monitor(?:ing)?'],
  ['ops', 'ops|operations?'],
  ['status', 'status'],
]

const compiled = purposes.map(
  ([purpose, words]) => [purpose, new RegExp(`(?<![A-Za-z0-9])(?:${words.replaceAll(' ?', '[ -]?')})(?![A-Za-z0-9])`, 'gi')] as const,
)

export interface PurposeMatch {
  purpose: string
  start: number
  end: number
}

/** Every purpose a text names, in the order of the text. */
export function findPurposes(text: string): PurposeMatch[] {
  const found: PurposeMatch[] = []
  for (const [purpose, pattern] of compiled) {
    for (const match of text.matchAll(pattern)) found.push({ purpose, start: match.index, end: match.index + match[0].length })
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

/** What a purpose field (`Health/Triage`) says: its first purpose, or its first word. */
export function purposeOfField(value: string): string | null {
  const known = findPurposes(value)[0]
  if (known !== undefined) return known.purpose
  const word = /[A-Za-z]{3,20}/.exec(value)?.[0]?.toLowerCase()
  return word === undefined || ['none', 'n/a', 'response'].includes(word) ? null : word
}

/** The purpose that ends the first phrase of a title (`Unused EBS volumes cost`); of several in a row (`security audit`) the first, null when none does. */
export function purposeEnding(title: string): string | null {
  const phrase = (
    title
      .replace(/ and | or | & /gi, ' + ')
      .split(boundaryWords)
      .find((part) => part !== undefined && /[a-z]{2}/i.test(part)) ?? ''
  ).trimEnd()
  const found = findPurposes(phrase)
  let last = found.find((match) => match.end === phrase.length && match.start > 0)
  for (;;) {
    const before = found.find(
      (match) => last !== undefined && match.end <= last.start && match.start > 0 && phrase.slice(match.end, last.start).trim() === '',
    )
    if (before === undefined) return last?.purpose ?? null
    last = before
  }
}

/** The purpose a phrase is about. A weak word (status, logs, monitoring) gives way to a strong one that comes later. */
export function purposeOfWords(text: string): string | null {
  const found = findPurposes(text)
  const weak = new Set(['monitoring', 'logs', 'ops', 'status', 'inventory', 'errors'])
  return (found.find((match) => !weak.has(match.purpose)) ?? found[0])?.purpose ?? null
}
