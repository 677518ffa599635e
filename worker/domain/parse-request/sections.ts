/** What a part of an issue is for, whatever its heading says exactly. */
export type Field =
  | 'platform'
  | 'service'
  | 'purpose'
  | 'access'
  | 'tasks'
  | 'raise'
  | 'context'
  | 'query'
  | 'request'
  | 'scope'
  | 'done'
  | 'aside'
  | 'unknown'

export interface Section {
  field: Field
  label: string
  lines: string[]
}

/** First match decides, so narrow rules stand before wide ones. */
const fieldRules: readonly (readonly [Field, RegExp])[] = [
  ['done', /definition of done|\bdod\b|acceptance|success criteria|done when|checklist|deliverables/],
  [
    'aside',
    /contact|requested by|requester|existing (?:coverage|codebundle|skill)|coverage|open requests|related (?:issues|requests)|duplicates?|alternatives|priority|screenshots?|steps to reproduce|reproduc|actual behaviou?r|expected behaviou?r|version|assignee|labels|references?|links|code of conduct/,
  ],
  ['access', /^access|^permissions?|access level/],
  [
    'tasks',
    /\btasks?\b|requested checks|\bchecks\b|what should (?:it|the .{0,30}|this) (?:do|check)|requirements|capabilities|steps|wish ?list/,
  ],
  ['raise', /issues? (?:be )?raised|raise (?:an )?issues?|alert(?:ing)? (?:conditions|when)|issue conditions/],
  ['query', /original query|^query|^question|asked/],
  ['scope', /^scope|^goal|^objective/],
  ['platform', /platform|cloud provider|^cloud$|^clouds?\b|integrations?|^target system/],
  ['purpose', /^purpose|^category|^type$|type of (?:codebundle|check|skill)/],
  ['service', /^service|^resource|^component|^technolog|^product/],
  ['context', /context|^notes?|background|environment|additional|anything else|constraints|configuration/],
  ['request', /request|description|summary|problem|use case|user story|motivation|what do you|need|details|feature|overview|idea|why/],
]

/** Fields that hold one value and may stand as `Label: value` or `- Label: value` on a line of their own. */
const inlineLabel =
  /^\s*(?:[-*+]\s+)?(?:\*\*|__)?\s*(platforms?|cloud(?: provider)?s?|services?(?:\/resource(?: type)?)?|resource(?: type)?s?|purpose|access(?: level)?)\s*(?:\*\*|__)?\s*(?:\([^)]*\))?\s*:\s*(?:\*\*|__)?\s*(\S.*)$/i
const blockLabel =
  /^\s*(tasks?(?: to implement)?|requested tasks|scope|context|additional context|description|summary|definition of done|acceptance criteria|checks)\s*:\s*$/i

function fieldOf(label: string): Field {
  const text = label
    .toLowerCase()
    .replace(/[^a-z0-9()/'? ]+/g, ' ')
    .trim()
  return fieldRules.find(([, rule]) => rule.test(text))?.[0] ?? 'unknown'
}

/** Splits a sanitised body at headings, bold labels and `Label:` lines. Text before the first of them has the field `request`. */
export function splitSections(body: string): Section[] {
  const lines = readable(body).split('\n')
  const sections: Section[] = [{ field: 'request', label: '', lines: [] }]
  let level = 0
  let fenced = false
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const current = sections.at(-1) ?? { field: 'request', label: '', lines: [] }
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced
    if (fenced) {
      current.lines.push(line)
      continue
    }
    const heading = headingAt(lines, index)
    if (heading !== null) {
      if (heading.underlined) index += 1
      if (isTaskHeading(heading, current, level)) {
        current.lines.push(`1. ${heading.text.replace(/^(?:task|check|step)?\s*#?\d*\s*[.):–—-]*\s*/i, '')}`)
        continue
      }
      level = heading.level
      sections.push({ field: fieldOf(heading.text), label: heading.text, lines: heading.value === '' ? [] : [heading.value] })
      continue
    }
    const inline = inlineLabel.exec(line)
    if (inline !== null) {
      sections.push({ field: fieldOf(inline[1] ?? ''), label: inline[1] ?? '', lines: [inline[2] ?? ''] })
      sections.push({ field: current.field, label: current.label, lines: [] })
      continue
    }
    current.lines.push(line)
  }
  return sections.filter((section) => section.label !== '' || section.lines.some((line) => line.trim() !== ''))
}

/** Harmless tags that survive sanitising become the line structure they stand for; quoted lines lose their marker. */
function readable(body: string): string {
  return body
    .replace(/<li>/gi, '\n- ')
    .replace(/<h([1-6])>([^<\n]*)<\/h\1>/gi, '\n## $2\n')
    .replace(/<br>|<\/?(?:p|ul|ol|details|summary|table|tbody|thead|tr|pre|blockquote|dl|dt|dd|hr)>/gi, '\n')
    .replace(/<\/?(?:b|strong)>/gi, '**')
    .replace(/<\/?(?:i|em|code|kbd|sub|sup|li|td|th|del|ins|s|h[1-6])>/gi, ' ')
    .replace(/^ {0,3}(?:> ?)+/gm, '')
}

interface Heading {
  text: string
  value: string
  level: number
  underlined: boolean
}

function headingAt(lines: readonly string[], index: number): Heading | null {
  const line = lines[index] ?? ''
  const hashes = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line)
  if (hashes !== null) return { text: plainLabel(hashes[2] ?? ''), value: '', level: hashes[1]?.length ?? 1, underlined: false }
  const next = lines[index + 1] ?? ''
  if (/^ {0,3}(?:={3,}|-{3,})\s*$/.test(next) && /^[A-Za-z][^.]{1,80}$/.test(line.trim()) && !/^\s*(?:[-*+]|\d+[.)])\s/.test(line)) {
    return { text: plainLabel(line), value: '', level: next.includes('=') ? 1 : 2, underlined: true }
  }
  const bold = /^\s*(?:\*\*|__)([^*_\n]{2,90}?):?(?:\*\*|__)\s*(\([^)]*\))?\s*(:?)\s*(.*)$/.exec(line)
  if (bold !== null) {
    const text = plainLabel(bold[1] ?? '')
    const value = bold[4] ?? ''
    const labelled = line.includes(':') && fieldOf(text) !== 'unknown'
    if (value === '' || labelled) return { text, value, level: 7, underlined: false }
  }
  const block = blockLabel.exec(line)
  return block === null ? null : { text: block[1] ?? '', value: '', level: 7, underlined: false }
}

function plainLabel(text: string): string {
  return text.replace(/[*_`]/g, '').replace(/\s+/g, ' ').trim().replace(/:$/, '')
}

/** Some people give each task a heading of its own: numbered, or one level below the heading of the task list. */
function isTaskHeading(heading: Heading, current: Section, level: number): boolean {
  if (/^(?:task|check|step)\s*#?\d+\b/i.test(heading.text) || /^\d{1,2}[.)]\s+\S/.test(heading.text)) return true
  return current.field === 'tasks' && heading.level > level && heading.level < 7 && fieldOf(heading.text) === 'unknown'
}
