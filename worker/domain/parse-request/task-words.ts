import { isInstruction } from './instructions.ts'
import type { ListItem } from './list-items.ts'

export interface RequestTask {
  title: string
  description: string
  raiseWhen: string | null
}

const maxTitle = 100
const maxDescription = 1500

const verbs = (
  'add aggregate alert analyse analyze assess audit calculate capture check collect compare compute confirm correlate count create describe detect determine diagnose discover display drain ' +
  'delete enumerate ensure estimate evaluate examine explain export failover fetch find flag forecast gather get group highlight identify inspect investigate list locate look map measure monitor ' +
  'notify patch ping predict probe prune purge query rank read recommend reboot remove report resize restart resync retrieve review roll rollback rotate scale scan score search show start stop suggest ' +
  'summarise summarize suspend sync tell terminate test track trace triage troubleshoot uncordon cordon update upgrade validate verify warn watch clean clear evict surface score ' +
  'attach cancel detach disable enable expand kill quarantine rebalance recreate recycle redeploy reindex renew replace rerun revoke unlock'
).split(' ')
const verbSet = new Set(verbs)

/** Imperatives that change the system a task looks at. */
const changing = new Set(
  (
    'add clean clear cordon create delete drain evict failover patch prune purge reboot remove resize restart resync roll rollback rotate scale start stop suspend sync terminate uncordon update upgrade ' +
    'attach cancel detach disable enable expand kill quarantine rebalance recreate recycle redeploy reindex renew replace rerun revoke unlock'
  ).split(' '),
)
/** After these words an imperative that looks like a change is a noun (`restart count`) or harmless (`create a report`). */
const harmlessAfter =
  /^(?:count|counts|loop|loops|polic(?:y|ies)|reasons?|rate|events?|failures?|errors?|lag|durations?|history|status|times?|up|down of|a (?:report|list|summary|table|score|metric)|report|list|summary|metric|an issue|issues?|support|checks?|monitoring)\b/i

/** Text without Markdown emphasis, links, images and code marks, on one line. */
export function plain(text: string): string {
  return text
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/[`*~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const raiseClause =
  /(?:^|[\s;,.(:–—→>-]+)(?:and |then |but |please |which should |should |to )*(?:(?:raise|open|create|file|trigger|fire|generate|emit|report)s?\s+(?:an?\s+|one\s+)?(?:(?:sev(?:erity)?[ -]?\d|critical|high|warning|aggregated|separate)\s+)*(?:issues?|alerts?|incidents?)|(?:alert|warn|notify|page)(?:\s+(?:us|me|someone|the team))?(?=\s+(?:when|if|at|above|below|once|on|for)\b)|(?:issue|alert)s?\s*(?:raised\s*)?(?=(?:when|if)\b))[\s:,]*(.*)$/i

/** Takes the condition under which an issue is to be raised out of a sentence. */
export function splitRaise(text: string): { rest: string; raiseWhen: string | null } {
  const match = raiseClause.exec(text)
  if (match === null) return { rest: text, raiseWhen: null }
  const condition = trimEnds((match[1] ?? '').replace(/\)$/, ''))
  return { rest: trimEnds(text.slice(0, match.index)), raiseWhen: condition === '' ? null : condition.slice(0, 400) }
}

function trimEnds(text: string): string {
  return text.replace(/^[\s:;,.–—-]+|[\s:;,.!?–—-]+$/g, '')
}

/** One task out of a list item, null when the item is no task (empty, `N/A`, an instruction to the assistant). */
export function taskOfItem(item: ListItem): RequestTask | null {
  const details = item.details.filter((detail) => !isInstruction(detail)).map(plain)
  const whole = plain(item.text)
  if (isInstruction(item.text) || isInstruction(whole) || isNothing(whole)) return null
  const bold = /^\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*[:–—-]?\s*(.*)$/.exec(item.text)
  const lead = bold === null || plain(bold[1] ?? '').length < 4 ? whole : plain(bold[1] ?? '')
  const { rest, raiseWhen } = splitRaise(lead === whole ? whole : lead)
  const fromDetails = details.map((detail) => splitRaise(detail).raiseWhen).find((condition) => condition !== null) ?? null
  const fromRest = bold === null ? null : splitRaise(plain(bold[2] ?? '')).raiseWhen
  const condition = raiseWhen ?? fromRest ?? fromDetails
  const title = shapeTitle(rest === '' && condition !== null ? `whether ${condition.replace(/^(?:when|if|where)\s+/i, '')}` : rest)
  if (title === null) return null
  const description = [whole, ...details].join('\n').slice(0, maxDescription)
  return { title, description, raiseWhen: condition }
}

function isNothing(text: string): boolean {
  return /^(?:n\/?a|none|nothing|no response|tbd|todo|\.+|-+|yes|no)\.?$/i.test(text.replace(/_/g, '').trim()) || !saysWords(text)
}

/** Three letters in a row, or two of a script that writes a word with two. */
function saysWords(text: string): boolean {
  return /\p{L}{3}|[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]{2}/u.test(text)
}

const leadIn =
  /^(?:(?:and|also|then|so|first|second|third|finally|next|hi|hello|hey|please|kindly|ideally|basically|task|check|step)\b\s*(?:#?\d+)?\s*[:,.)-]*\s+(?=\S)|(?:we|i|you|it|this|they|one|the (?:code ?bundle|runbook|task|task ?set|check|script|bot|sli|skill))(?:'d|'ll)?\s+(?:also\s+)?(?:(?:would|will|should|must|can|could|need(?:s)?|want(?:s)?|has|have|like|love|wish(?:es)?|to|be|able|please)\s+)+|(?:can|could|would|will) (?:you|we|it|someone|somebody)\s+(?:please\s+)?|(?:is it possible|it would be (?:nice|great|good|useful|helpful))\s+(?:to\s+|if (?:it|we|you)\s+(?:could\s+)?)?|(?:looking for|need|want|(?:please )?(?:add|build|create|write|make|provide|implement|have|see))\s+(?:an?|some|the|us an?|me an?)\s+(?:new\s+)?(?:simple\s+|automated\s+)?(?:code ?bundles?|checks?|tasks?|task ?sets?|runbooks?|scripts?|way|tools?|skills?(?: templates?)?|monitors?|something)\s*(?:(?:to|that|which|for|can|will|should|would)\s+)*|an?\s+(?:code ?bundle|check|task|runbook|script|sli|monitor)\s+(?:that|which|to|for)\s+|should\s+|must\s+|to\s+|how (?:do|can|to|should)\s+(?:i|we|you)?\s*)/i

/** A short imperative title; null when nothing is left to say. */
export function shapeTitle(raw: string): string | null {
  let text = trimEnds(plain(raw))
  for (let step = 0; step < 6; step += 1) {
    const match = leadIn.exec(text)
    const remainder = match === null ? text : text.slice(match[0].length)
    const isVerbAlone = match !== null && /^(?:check|task|step)\s$/i.test(match[0])
    if (match === null || isVerbAlone || remainder.length < 4) break
    text = remainder
  }
  text = firstClause(text)
  if (!/\p{L}{2}/u.test(text)) return null
  return capitalise(imperative(text)).slice(0, maxTitle + 20)
}

function firstClause(text: string): string {
  const candidates = [/[.;!?]\s/, /\s[–—-]\s/, /:\s/, /,? so that\s/i, /\s\(/, /,? because\s/i]
  let out = text
  for (const boundary of candidates) {
    const at = out.search(boundary)
    const words = out.slice(0, Math.max(at, 0)).split(' ').length
    if (at > 0 && words >= 3) out = out.slice(0, at)
  }
  if (out.length <= maxTitle) return trimEnds(out)
  const comma = out.lastIndexOf(', ', maxTitle)
  if (comma > 30) return trimEnds(out.slice(0, comma))
  return trimEnds(out.slice(0, out.lastIndexOf(' ', maxTitle) + 1 || maxTitle))
}

function imperative(text: string): string {
  const [first = '', ...others] = text.split(' ')
  const word = first.toLowerCase().replace(/[^a-z]/g, '')
  const rest = others.join(' ')
  if (verbSet.has(word)) return text
  if (word === 'see') return `Show ${rest}`
  if (/^(?:tells?|knows?|understand|figure)$/.test(word)) return `Explain ${rest.replace(/^(?:us|me|out)\s+/, '')}`
  const base = [
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ies$/, 'y'),
    word.replace(/ing$/, ''),
    word.replace(/ing$/, 'e'),
  ].find((candidate) => candidate !== word && verbSet.has(candidate))
  const nominal = /^(?:of|for|on|per|by|and|are|is|that|which|with|endpoint|count|counts|rate)\b/.test(rest)
  if (base !== undefined && rest !== '' && !nominal) return `${base} ${rest}`
  if (word === 'why') return `Explain ${text}`
  if (['which', 'what', 'who', 'how', 'when', 'where'].includes(word)) return `Find ${lowerFirst(text)}`
  if (['is', 'are', 'does', 'do', 'has', 'have', 'can', 'will', 'did', 'was', 'were'].includes(word)) return `Check: ${lowerFirst(text)}`
  if (['that', 'whether', 'if', 'for'].includes(word)) return `Check ${lowerFirst(text)}`
  return `Check ${lowerFirst(text)}`
}

function lowerFirst(text: string): string {
  const [first = ''] = text.split(/[\s,]/)
  const isName =
    /[A-Z0-9].*[A-Z0-9]|[a-z].*[A-Z]|\d/.test(first) ||
    /^(?:Kong|Redis|Kafka|Azure|Google|Amazon|Istio|Argo|Flux|Helm|Postgres|Vault|Jenkins|Kubernetes|Prometheus|Grafana|Lambda|Aurora)/.test(
      first,
    )
  return isName ? text : text.charAt(0).toLowerCase() + text.slice(1)
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** True when the task asks for a change: its first word is one, or a later `and restart them` is. */
export function changesThings(title: string, description: string): boolean {
  const [first = '', ...others] = title.toLowerCase().split(' ')
  if (changing.has(first) && !harmlessAfter.test(others.join(' '))) return true
  const text = `${title}\n${description}`.toLowerCase()
  const later =
    /(?:\band then|\bthen|\band|\bor|\bautomatically|\bauto-)\s+(?:automatically )?(restart|delete|scale|rotate|remove|drain|cordon|reboot|terminate|evict|purge|patch|resize|roll back|rollback|prune|fail over|failover|stop)\s+(?:it|them|the|those|these|any|all|each|every|such|old|stale|unused)\b/
  const match = later.exec(text)
  if (match === null) return false
  return !/\b(?:do not|don't|never|without|not|before (?:anyone|someone)[^.]*)\s*$/.test(text.slice(0, match.index))
}
