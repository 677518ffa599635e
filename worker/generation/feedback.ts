import { oneLine } from './quoting.ts'

/** What reviewers and failing checks ask to change, as far as it can be done without a model. */
export interface Adjustments {
  severity: 1 | 2 | 3 | 4 | null
  timeoutSeconds: number | null
  /** New defaults by variable name; `*` stands for every threshold. */
  thresholds: Map<string, number>
  displayName: string | null
  /** New titles by the old title in lower case. */
  renames: Map<string, string>
  withSli: boolean | null
  /** Discovery is left out because its files failed a check that no pattern can mend. */
  withoutDiscovery: boolean
  /** One line for each request that was carried out. */
  done: string[]
  /** Reviewers' words and failed checks, as they stand. */
  words: string[]
}

const quoted = String.raw`["'“‘\u0060]+([^"'”’\u0060\n]{3,120})["'”’\u0060]+`

/** Reads feedback of earlier rounds; later lines win. Never throws. */
export function adjustmentsOf(feedback: readonly string[]): Adjustments {
  const adjustments: Adjustments = {
    severity: null,
    timeoutSeconds: null,
    thresholds: new Map(),
    displayName: null,
    renames: new Map(),
    withSli: null,
    withoutDiscovery: false,
    done: [],
    words: feedback.map((line) => oneLine(line, 600)).filter((line) => line !== ''),
  }
  for (const line of adjustments.words) {
    if (failedCheck.test(line)) {
      readFailure(line, adjustments)
      continue
    }
    readNumbers(line, adjustments)
    readNames(line, adjustments)
    readSli(line, adjustments)
  }
  return adjustments
}

/** A finding of the gates starts with the id of its check, `<area>/<rule>`; reviewers' words never do. */
const failedCheck = /^\W*(?:[a-z-]+ )?[a-z]+\/[a-z-]+\b/

/** The patterns themselves pass every check. What fails all the same is left out where the bundle works without it. */
function readFailure(line: string, adjustments: Adjustments): void {
  if (/^\W*(?:[a-z-]+ )?(?:rules|templates)\//.test(line) && !adjustments.withoutDiscovery) {
    adjustments.withoutDiscovery = true
    adjustments.done.push('Discovery was left out, since its files failed a check.')
  } else if (/\bsli\.robot\b/.test(line) && adjustments.withSli !== false) {
    adjustments.withSli = false
    adjustments.done.push('The SLI was left out, since it failed a check.')
  }
}

function readNumbers(line: string, adjustments: Adjustments): void {
  const severity = /\bsev(?:erity)?\b[^0-9\n]{0,40}?\b([1-4])\b/i.exec(line)?.[1]
  if (severity === '1' || severity === '2' || severity === '3' || severity === '4') {
    adjustments.severity = severity === '1' ? 1 : severity === '2' ? 2 : severity === '3' ? 3 : 4
    adjustments.done.push(`Severity of all issues set to ${severity}.`)
  }
  const timeout = /\btime-?outs?\b[^0-9\n]{0,40}?\b(\d{1,4})\s*(minutes?|mins?|m\b)?/i.exec(line)
  if (timeout !== null) {
    const seconds = Math.min(3600, Math.max(10, Number(timeout[1]) * (timeout[2] === undefined ? 1 : 60)))
    adjustments.timeoutSeconds = seconds
    adjustments.done.push(`Time limit of every check set to ${seconds} seconds.`)
  }
  const named = /\b([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\b[^0-9\n]{0,40}?\b(\d{1,12})\b/.exec(line)
  if (named !== null) {
    adjustments.thresholds.set(named[1] ?? '', Number(named[2]))
    adjustments.done.push(`Default of ${named[1]} set to ${named[2]}.`)
    return
  }
  const threshold = /\b(?:thresholds?|limits?)\b[^0-9\n]{0,40}?\b(\d{1,12})\b/i.exec(line)?.[1]
  if (threshold !== undefined && timeout === null) {
    adjustments.thresholds.set('*', Number(threshold))
    adjustments.done.push(`Default of the thresholds set to ${threshold}.`)
  }
}

function readNames(line: string, adjustments: Adjustments): void {
  const both = new RegExp(String.raw`\brename\b[^"'“‘\u0060\n]{0,60}${quoted}\s+(?:in)?to\s+${quoted}`, 'i').exec(line)
  if (both !== null) {
    adjustments.renames.set((both[1] ?? '').toLowerCase(), both[2] ?? '')
    adjustments.done.push('A task was renamed.')
    return
  }
  const display = new RegExp(
    String.raw`\b(?:display name|name|title|call it|rename (?:it|this|the bundle))\b[^"'“‘\u0060\n]{0,30}\b(?:to|be|as|it|:)\s*${quoted}`,
    'i',
  ).exec(line)
  if (display !== null) {
    adjustments.displayName = display[1] ?? null
    adjustments.done.push('The display name was changed.')
  }
}

function readSli(line: string, adjustments: Adjustments): void {
  if (/\b(?:remove|drop|delete|without|no)\b.{0,20}\bsli\b/i.test(line)) {
    adjustments.withSli = false
    adjustments.done.push('The SLI was removed.')
  } else if (/\b(?:add|include|write|needs?|missing)\b.{0,20}\bsli\b/i.test(line)) {
    adjustments.withSli = true
    adjustments.done.push('An SLI was added.')
  }
}
