import * as z from 'zod'
import type { DraftFile } from '../../domain/sandbox-protocol.ts'

/**
 * The answer's JSON schema by the rules of strict mode: every object closed, every property required, files as a list.
 * The order of the properties is the order in which a model writes them; progress lines rely on the path coming first.
 */
export const answerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['files', 'notes'],
  properties: {
    files: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'executable', 'content'],
        properties: { path: { type: 'string' }, executable: { type: 'boolean' }, content: { type: 'string' } },
      },
    },
    notes: { type: 'array', items: { type: 'string' } },
  },
} as const

/** A model without strict mode leaves out what is obvious to it; a key that it adds is dropped. */
const looseAnswer = z.object({
  files: z.array(z.object({ path: z.string().min(1), executable: z.boolean().default(false), content: z.string() })).min(1),
  notes: z.array(z.string()).default([]),
})

/** Notes are shown to reviewers; a model that goes on and on must not bury the rest. */
const maxNotes = 20
const maxNoteChars = 500
/** More issues than this do not help a model to mend its answer. */
const maxIssues = 10

export type ParsedAnswer = { ok: true; files: DraftFile[]; notes: string[] } | { ok: false; problem: string }

/** Reads a model's answer: the whole text, or else the first complete JSON object in it. `problem` says in our words what is wrong with it. */
export function parseAnswer(text: string): ParsedAnswer {
  const value = jsonIn(text)
  if (value === undefined) return { ok: false, problem: 'The answer holds no complete JSON object.' }
  return readAnswer(value)
}

/** The same for an answer that the service has parsed already. */
export function readAnswer(value: unknown): ParsedAnswer {
  const read = looseAnswer.safeParse(value)
  if (!read.success) {
    const issues = read.error.issues.slice(0, maxIssues).map(({ path, message }) => `${path.join('.') || 'the object'}: ${message}`)
    return { ok: false, problem: `The JSON does not have the asked shape. ${issues.join('. ')}.` }
  }
  const files = read.data.files.map(({ path, executable, content }): DraftFile => {
    return { path, mode: executable ? '100755' : '100644', content }
  })
  return { ok: true, files, notes: read.data.notes.slice(0, maxNotes).map((note) => note.slice(0, maxNoteChars).toWellFormed()) }
}

function jsonIn(text: string): unknown {
  const whole = parsed(text)
  if (whole !== undefined) return whole
  const start = text.indexOf('{')
  const end = start === -1 ? -1 : endOfObject(text, start)
  return end === -1 ? undefined : parsed(text.slice(start, end))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Position after the brace that closes the one at `start`; -1 when none does. Braces inside strings do not count. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at]
    if (quoted) {
      if (sign === '\\') at += 1
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{') depth += 1
    else if (sign === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}
