import type { ShellCommand } from './command.ts'
import { Cursor } from './cursor.ts'

export interface Word {
  /** Quotes taken away, expansions as written. */
  text: string
  /** The text when no part of it is quoted or expanded, as a reserved word must be; else empty. */
  plain: string
  /** Whether the shell puts something in: a variable, the output of a command. */
  expands: boolean
  nested: ShellCommand[]
  /** Set for `name=value`. */
  assign: ShellCommand['assigns'][number] | null
}

type Nest = (inner: { cursor: Cursor; until: ')' | ''; isArray: boolean }) => ShellCommand[]

interface Draft {
  text: string
  isPlain: boolean
  expands: boolean
  nested: ShellCommand[]
  nest: Nest
}

const wordEnd = /[\s;&|<>()]/

/** Reads one word at the cursor; `length` is 0 when none begins here. */
export function readWord(cursor: Cursor, nest: Nest): Word & { length: number } {
  const start = cursor.at
  const draft: Draft = { text: '', isPlain: true, expands: false, nested: [], nest }
  let array: string[] | null = null
  // A substitution `<(…)` begins with its parenthesis.
  if (cursor.peek() === '(') draft.expands = true
  if (cursor.peek() === '(') readNested(cursor, draft, ')')
  while (!cursor.isDone) {
    const char = cursor.peek()
    // The length is asked first: looking into a text that grows all the time would take its square.
    if (char === '(' && draft.text.length < 200 && /^[A-Za-z_]\w*\+?=$/.test(draft.text)) array = readArray(cursor, draft)
    else if (wordEnd.test(char)) break
    else readPiece(cursor, draft)
  }
  const found = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=([\s\S]*)$/.exec(draft.text)
  const assign = found?.[1] ? { name: found[1], value: found[2] ?? '', words: array } : null
  return {
    text: draft.text,
    plain: draft.isPlain ? draft.text : '',
    expands: draft.expands,
    nested: draft.nested,
    assign,
    length: cursor.at - start,
  }
}

function readPiece(cursor: Cursor, draft: Draft): void {
  const char = cursor.peek()
  if (char === '\\') {
    if (cursor.peek(1) !== '\n') draft.text += cursor.peek(1)
    cursor.at += 2
    draft.isPlain = false
  } else if (char === "'") readSingle(cursor, draft)
  else if (char === '"') readDouble(cursor, draft)
  else if (char === '`') readBacktick(cursor, draft)
  else if (char === '$') readDollar(cursor, draft)
  else {
    draft.text += char
    cursor.at += 1
  }
}

function readSingle(cursor: Cursor, draft: Draft): void {
  const end = cursor.text.indexOf("'", cursor.at + 1)
  const stop = end < 0 ? cursor.text.length : end
  draft.text += cursor.text.slice(cursor.at + 1, stop)
  draft.isPlain = false
  cursor.at = stop + 1
}

function readDouble(cursor: Cursor, draft: Draft): void {
  draft.isPlain = false
  cursor.at += 1
  while (!cursor.isDone && cursor.peek() !== '"') {
    const char = cursor.peek()
    if (char === '\\') {
      const next = cursor.peek(1)
      draft.text += next === '\n' ? '' : '"\\$`'.includes(next) ? next : `\\${next}`
      cursor.at += 2
    } else if (char === '$') readDollar(cursor, draft)
    else if (char === '`') readBacktick(cursor, draft)
    else {
      draft.text += char
      cursor.at += 1
    }
  }
  cursor.at += 1
}

function readDollar(cursor: Cursor, draft: Draft): void {
  draft.isPlain = false
  // A lone sign is itself.
  draft.expands ||= /[\w({'"@*#?!$-]/.test(cursor.peek(1))
  const start = cursor.at
  if (cursor.startsWith('$((')) return readArithmetic(cursor, draft)
  if (cursor.startsWith('$(')) {
    cursor.at += 1
    readNested(cursor, draft, ')')
  } else if (cursor.startsWith('${')) readBraces(cursor, draft)
  else if (cursor.startsWith("$'")) {
    const quoted = cursor.match(/\$'(?:[^'\\]|\\[\s\S])*'?/y) ?? '$'
    cursor.at += quoted.length
  } else cursor.at += 1
  draft.text += cursor.text.slice(start, cursor.at)
}

/** At `(`: reads the commands up to the closing sign. */
function readNested(cursor: Cursor, draft: Draft, until: ')'): void {
  cursor.at += 1
  draft.nested.push(...draft.nest({ cursor, until, isArray: false }))
}

/** `$((…))`: no commands but those of `$(…)` inside. */
function readArithmetic(cursor: Cursor, draft: Draft): void {
  const start = cursor.at
  cursor.at += 3
  let open = 2
  while (!cursor.isDone && open > 0) {
    if (cursor.startsWith('$(') && !cursor.startsWith('$((')) {
      cursor.at += 1
      readNested(cursor, draft, ')')
      continue
    }
    if (cursor.peek() === '(') open += 1
    if (cursor.peek() === ')') open -= 1
    cursor.at += 1
  }
  draft.text += cursor.text.slice(start, cursor.at)
}

/** `${…}`: quotes inside are paired, commands inside are read. */
function readBraces(cursor: Cursor, draft: Draft): void {
  cursor.at += 2
  // Nobody nests this deep; a hostile text could.
  if (cursor.braces > 20) return
  cursor.braces += 1
  const aside: Draft = { text: '', isPlain: false, expands: true, nested: draft.nested, nest: draft.nest }
  while (!cursor.isDone && cursor.peek() !== '}') readPiece(cursor, aside)
  cursor.at += 1
  cursor.braces -= 1
}

function readBacktick(cursor: Cursor, draft: Draft): void {
  draft.isPlain = false
  draft.expands = true
  const inner = cursor.match(/`(?:[^`\\]|\\[\s\S])*`?/y) ?? '`'
  const line = cursor.line()
  const body = inner.replace(/^`|`$/g, '').replace(/\\([`$\\])/g, '$1')
  draft.nested.push(...draft.nest({ cursor: new Cursor(body, line), until: '', isArray: false }))
  draft.text += inner
  cursor.at += inner.length
}

/** At the `(` of `name=(…)`. Returns the elements. */
function readArray(cursor: Cursor, draft: Draft): string[] {
  cursor.at += 1
  const commands = draft.nest({ cursor, until: ')', isArray: true })
  draft.nested.push(...commands.flatMap((command) => command.nested))
  draft.isPlain = false
  return commands.flatMap((command) => command.words)
}
