const levels = ['info', 'warn', 'error'] as const
type LogLevel = (typeof levels)[number]
export type LogFields = Record<string, unknown>

/** Writes one structured line; field values are redacted. */
export type Log = (level: LogLevel, message: string, fields?: LogFields) => void

/** A line longer than this is cut: Workers Logs drops lines over 128 KB. */
const longestText = 8_000
const deepest = 6
const redacted = '[redacted]'

/**
 * Shapes of secrets that must never reach a log, whatever field they hide in. Stateless installation tokens have no fixed
 * length and hold dots and dashes; no trailing boundary, since the next character may be part of the token.
 */
const secretShapes: RegExp[] = [
  /ghs_[A-Za-z0-9._-]{36,}/g,
  /gh[oupr]_[A-Za-z0-9_]{20,}/g,
  /github_pat_[A-Za-z0-9_]{20,}/g,
  /\bsk-[A-Za-z0-9_-]{20,}/g,
  /\bAKIA[0-9A-Z]{16}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=\b(?:bearer|token|basic)\s)[A-Za-z0-9._~+/=-]{16,}/gi,
  /(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]+(?=@)/g,
]

const secretFields = /^(?:authorization|cookie|set-cookie|password|secret|token|access_?token|private_?key|client_?secret|code_?verifier)$/i

/** `text` with everything that looks like a credential replaced, cut to a bounded length. */
export function redactText(text: string): string {
  let clean = text
  for (const shape of secretShapes) clean = clean.replace(shape, redacted)
  return clean.length > longestText ? `${clean.slice(0, longestText)}… (${clean.length} characters)` : clean
}

/** A copy of `value` fit for a log: credentials replaced, errors reduced to name, message and stack, depth bounded. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value.toString() : value
  if (depth >= deepest) return '[too deep]'
  if (value instanceof Error) {
    return {
      name: value.name,
      message: redactText(value.message),
      stack: redactText(value.stack ?? ''),
      cause: redact(value.cause, depth + 1),
    }
  }
  if (Array.isArray(value)) return value.slice(0, 100).map((entry) => redact(entry, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, secretFields.test(name) ? redacted : redact(entry, depth + 1)]),
  )
}

/**
 * A log of JSON lines on the console: level, message, fields. Newlines in values cannot start a new entry, since JSON escapes them.
 * Lines below `least` are left out; a `least` that is no level counts as `info`.
 */
export function createLog(least: string): Log {
  const from = levels.indexOf(least as LogLevel)
  return (level, message, fields) => {
    if (levels.indexOf(level) >= from) write(level, message, fields)
  }
}

const write: Log = (level, message, fields = {}) => {
  const line = JSON.stringify({ level, message: redactText(message), ...Object.fromEntries(Object.entries(fields).map(redactEntry)) })
  if (level === 'error') console.error(line)
  else if (level === 'warn') console.warn(line)
  else console.log(line)
}

function redactEntry([name, value]: [string, unknown]): [string, unknown] {
  return [name, secretFields.test(name) ? redacted : redact(value)]
}
