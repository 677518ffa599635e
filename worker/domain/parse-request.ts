import { findKinds } from './lexicon/find-kinds.ts'
import { namedPlatforms, namedVendor, platformOfField, platformOfWords } from './lexicon/platforms.ts'
import { purposeEnding, purposeOfField, purposeOfWords } from './lexicon/purposes.ts'
import { saysSomething, taskOfProse } from './parse-request/free-text.ts'
import { isInstruction, sentencesOf } from './parse-request/instructions.ts'
import { listItems } from './parse-request/list-items.ts'
import { type Field, type Section, splitSections } from './parse-request/sections.ts'
import { shapeOf, subjectOfTitle } from './parse-request/shape.ts'
import { resourcePhrase } from './parse-request/subject.ts'
import { changesThings, plain, type RequestTask, splitRaise, taskOfItem } from './parse-request/task-words.ts'
import type { Platform } from './platform.ts'
import type { IssueSnapshot, ParsedRequest } from './request.ts'
import { sanitise } from './sanitise.ts'
import { suspicionOf } from './suspicion.ts'

/** A list longer than this is not a request for one CodeBundle; the plan takes eight at most. */
const maxTasks = 30

/**
 * Reads an issue as a request. Tolerant of every entry form and of free text; pure, never throws.
 * `shape` is `none` when the issue asks for no CodeBundle. Nothing hidden in the issue reaches the result; sentences that address the
 * assistant stay in `text`, are counted in `removed` as `instruction` and never become tasks.
 */
export function parseRequest(issue: IssueSnapshot): ParsedRequest {
  const title = sanitise(issue.title.replace(/\s+/g, ' ').slice(0, 1000))
  const body = sanitise(issue.body)
  const labels = issue.labels.map((label) => label.trim().toLowerCase())
  const sections = splitSections(body.text)
  const shape = shapeOf(title.text, labels, sections)
  const subject = subjectOfTitle(title.text)
  const read = new Reader(sections)
  const platform = platformOf(read, labels, title.text, subject, body.text)
  const tasks = shape === 'none' ? [] : tasksOf(read, shape, subject)
  const about = [subject, read.text('scope'), read.text('query'), read.text('request'), ...tasks.map((task) => task.title)].join('\n')
  const access = accessOf(read, tasks)
  const explicitPurpose = read.value('purpose')
  const purpose = (explicitPurpose === null ? null : purposeOfField(explicitPurpose)) ?? purposeEnding(subject) ?? purposeOfWords(about)
  return {
    shape,
    title: title.text,
    text: body.text === '' ? title.text : `${title.text}\n\n${body.text}`,
    platform,
    service: serviceOf(read, platform, subject, tasks),
    purpose,
    access,
    tasks,
    context: contextOf(read, platform),
    wantsSli: wantsSli(`${title.text}\n${body.text}`, purpose, access),
    removed: mergeRemoved([...title.removed, ...body.removed], `${title.text}\n${body.text}`),
    ...suspicionOf([...title.pieces, ...body.pieces], `${title.text}\n${body.text}`),
  }
}

/** Access to the sections of an issue by what they are for. */
class Reader {
  readonly #sections: readonly Section[]

  constructor(sections: readonly Section[]) {
    this.#sections = sections
  }

  lines(field: Field): string[] {
    return this.#sections.filter((section) => section.field === field).flatMap((section) => [...section.lines, ''])
  }

  text(field: Field): string {
    return this.lines(field).join('\n').trim()
  }

  /** First line of a field that says something; null for `_No response_` and the like. */
  value(field: Field): string | null {
    for (const line of this.lines(field)) {
      const text = plain(line.replace(/^\s*(?:[-*+•]|\d+[.)])\s+/, '').replace(/^\[[ xX]\]\s*/, ''))
      if (text !== '' && !/^(?:no response|n\/?a|none|-+)$/i.test(text)) return text.slice(0, 300)
    }
    return null
  }

  /** Checked boxes win over unchecked ones, since forms list every choice. */
  choices(field: Field): string {
    const lines = this.lines(field)
    const checked = lines.filter((line) => /\[[xX]\]/.test(line))
    if (checked.length > 0) return checked.join('\n')
    return lines.filter((line) => !/^\s*[-*+]\s+\[ \]/.test(line)).join('\n')
  }
}

function platformOf(read: Reader, labels: readonly string[], title: string, subject: string, body: string): Platform | null {
  const field = read.choices('platform')
  const fromField = field.trim() === '' ? null : platformOfField(plain(field))
  if (fromField !== null && fromField !== 'other') return fromField
  const label = labels.find((name) => /^platform[:/=]/.test(name))
  const fromLabel = label === undefined ? null : platformOfField(label.replace(/^platform[:/=]\s*/, ''))
  if (fromLabel !== null) return fromLabel
  if (fromField === 'other') return 'other'
  const named = namedPlatforms(subject)[0] ?? namedPlatforms(title)[0]
  if (named !== undefined) return named
  const described = ['scope', 'query', 'request', 'tasks', 'service', 'raise', 'unknown', 'context', 'purpose'] as const
  const words = described.map((part) => read.text(part)).join('\n')
  return platformOfWords(`${subject}\n${read.value('service') ?? ''}`, withoutInstructions(words === '' ? body : words))
}

function withoutInstructions(text: string): string {
  return sentencesOf(text)
    .filter((sentence) => !isInstruction(sentence))
    .join('\n')
}

function tasksOf(read: Reader, shape: ParsedRequest['shape'], subject: string): RequestTask[] {
  const fromList = (fields: readonly Field[]) => fields.map((field) => listTasks(read.lines(field))).find((tasks) => tasks.length > 0)
  const listed = fromList(['tasks'])
  if (listed !== undefined) return withRaise(listed, read)
  const prose = read.text('tasks')
  const lines = prose === '' ? [] : proseTasks(prose)
  if (lines.length > 0) return withRaise(lines, read)
  const elsewhere = fromList(shape === 'scope' ? ['scope', 'request'] : ['request', 'scope', 'raise', 'unknown', 'context'])
  if (elsewhere !== undefined) return withRaise(elsewhere, read)
  if (shape === 'scope') return []
  const one = taskOfProse(subject, [read.text('query'), read.text('request'), read.text('scope'), read.text('unknown'), read.text('raise')])
  return one === null ? [] : withRaise([one], read)
}

function listTasks(lines: readonly string[]): RequestTask[] {
  const tasks = listItems(lines).flatMap((item) => taskOfItem(item) ?? [])
  return unique(tasks)
}

/** A task field without a list: one task a line, or, on a single line, one a clause between semicolons or full stops. */
function proseTasks(prose: string): RequestTask[] {
  const lines = prose.split('\n').filter((line) => line.trim() !== '')
  const parts = lines.length > 1 ? lines : (lines[0] ?? '').split(/;\s+|(?<=[.!?])\s+(?=[A-Z])/)
  const tasks: RequestTask[] = []
  for (const part of parts) {
    const { rest, raiseWhen } = splitRaise(plain(part))
    const last = tasks.at(-1)
    if (rest === '' && raiseWhen !== null && last !== undefined && !isInstruction(part)) last.raiseWhen ??= raiseWhen
    else tasks.push(...[taskOfItem({ text: part, details: [] }) ?? []].flat())
  }
  return unique(tasks)
}

function unique(tasks: readonly RequestTask[]): RequestTask[] {
  const seen = new Set<string>()
  return tasks
    .filter((task) => {
      const key = task.title.toLowerCase()
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .slice(0, maxTasks)
}

/** A separate field about issues applies to every task that does not say it itself. */
function withRaise(tasks: RequestTask[], read: Reader): RequestTask[] {
  const general = plain(read.text('raise').replace(/\n+/g, ' '))
  if (general === '' || isInstruction(general) || /^(?:n\/?a|none|no response)$/i.test(general)) return tasks
  return tasks.map((task) => ({ ...task, raiseWhen: task.raiseWhen ?? general.slice(0, 400) }))
}

function serviceOf(read: Reader, platform: Platform | null, subject: string, tasks: readonly RequestTask[]): string | null {
  const explicit = read.value('service')
  if (explicit !== null) return explicit.slice(0, 120)
  const texts = [
    subject,
    read.text('query'),
    read.text('scope'),
    withoutInstructions(read.text('request')),
    ...tasks.map((task) => task.title),
  ]
  if (platform === 'other') {
    const vendor = namedVendor(subject) ?? namedVendor(texts.join('\n'))
    if (vendor !== null) return vendor
  }
  const phrase = saysSomething(subject) ? resourcePhrase(subject, platform) : null
  for (const text of texts) {
    const match = findKinds(text, platform)[0]
    if (match !== undefined && (phrase === null || text === subject || phrase.kinds)) return match.kind.name
    if (phrase !== null && text === subject) return phrase.text
  }
  return phrase?.text ?? null
}

function accessOf(read: Reader, tasks: readonly RequestTask[]): ParsedRequest['access'] {
  const explicit = read.value('access')
  if (explicit !== null && /read[- ]?only/i.test(explicit)) return 'read-only'
  if (explicit !== null && /read[- ]?write|\bwrite\b/i.test(explicit)) return 'read-write'
  return tasks.some((task) => changesThings(task.title, task.description)) ? 'read-write' : 'read-only'
}

function contextOf(read: Reader, platform: Platform | null): string | null {
  const context = read.text('context')
  const parts = /^_?no response_?$/i.test(context) || context === '' ? [] : [context]
  const others = namedPlatforms(read.choices('platform')).filter((name) => name !== platform)
  if (others.length > 0) parts.push(`Other platforms named: ${others.join(', ')}.`)
  return parts.length === 0 ? null : parts.join('\n\n').slice(0, 8000)
}

function wantsSli(text: string, purpose: string | null, access: ParsedRequest['access']): boolean {
  if (/\b(?:no|without|not need(?: an?)?|don't (?:want|need)(?: an?)?|skip the)\s+(?:sli|slo|monitor|metric)s?\b/i.test(text)) return false
  return (
    /\b(?:slis?|slos?|monitors?|metrics?|scores?|service level indicator)\b/i.test(text) ||
    purpose === 'health' ||
    (purpose === null && access === 'read-only')
  )
}

function mergeRemoved(removed: ParsedRequest['removed'], text: string): ParsedRequest['removed'] {
  const counts = new Map<string, number>()
  for (const { what, count } of removed) counts.set(what, (counts.get(what) ?? 0) + count)
  const instructions = sentencesOf(text).filter(isInstruction).length
  if (instructions > 0) counts.set('instruction', instructions)
  return [...counts].map(([what, count]) => ({ what, count })).sort((a, b) => (a.what < b.what ? -1 : 1))
}
