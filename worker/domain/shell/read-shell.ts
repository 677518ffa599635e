import type { ShellCommand } from './command.ts'
import { Cursor } from './cursor.ts'
import { readWord, type Word } from './read-word.ts'

/**
 * Reads the commands of a shell text: quotes, pipes, lists, `$(…)`, here-documents, functions and `case` are followed; nothing is expanded. The text
 * may be broken: what can be read is returned. Deeper nesting than `maxNesting` is not followed.
 */
export function readShell(text: string, firstLine = 1): ShellCommand[] {
  return readList(new Cursor(text, firstLine), { until: '', depth: 0, nesting: 0, isArray: false })
}

/** Nobody nests this deep; a hostile text could. */
const maxNesting = 30

interface Frame {
  /** The closing sign of this list; empty for a whole text. */
  until: '' | ')'
  /** How many `$(…)` are open. */
  depth: number
  /** How many lists of any kind are open. */
  nesting: number
  /** Inside `name=(…)`: newlines separate words. */
  isArray: boolean
}

/** A word with the line on which it begins. */
type Placed = Word & { line: number }

interface Pending {
  words: Placed[]
  redirects: ShellCommand['redirects']
  nested: ShellCommand[]
  line: number | null
}

const blank = /(?:[ \t\r]|\\\r?\n)+/y
const operator = /\|\||&&|;;&?|;&|\|&|[;&|\n]/y
const redirect = /\d*(?:<<<|<<-?|>>|>\||[<>]&|<>|[<>])|&>>?/y

/** Reads up to the frame's closing sign, which is consumed, or to the end of the text. */
export function readList(cursor: Cursor, frame: Frame): ShellCommand[] {
  const list = new CommandList(frame.depth)
  while (!cursor.isDone) {
    const space = cursor.match(blank)
    if (space) cursor.at += space.length
    else if (cursor.peek() === '#') cursor.at += (cursor.match(/[^\n]*/y) ?? '').length
    else if (cursor.peek() === ')') {
      cursor.at += 1
      if (list.endsPattern()) continue
      if (frame.until === ')') break
    } else if (cursor.peek() === '(') readParenthesis(cursor, frame, list)
    else if (!readOperator(cursor, frame, list)) readPart(cursor, frame, list)
  }
  list.end('')
  return list.commands
}

function readOperator(cursor: Cursor, frame: Frame, list: CommandList): boolean {
  // `&>` and `>&` are redirections.
  if (cursor.match(redirect) !== null) return false
  const found = cursor.match(operator)
  if (found === null) return false
  cursor.at += found.length
  if (found === '\n') cursor.skipHeredocs()
  if (found === '\n' && frame.isArray) return true
  if (found === '\n' && list.isAfterJoiner()) return true
  list.end(found.startsWith(';;') || found === ';&' ? ';;' : found === '\n' || found === '&' ? ';' : found === '|&' ? '|' : found)
  return true
}

/** A subshell, an arithmetic command, or the `()` of a function. */
function readParenthesis(cursor: Cursor, frame: Frame, list: CommandList): void {
  const empty = cursor.match(/\([ \t]*\)/y)
  if (empty) {
    cursor.at += empty.length
    list.drop()
    list.awaitBody()
  } else if (frame.nesting >= maxNesting) cursor.at += 1
  else {
    const isOptionalPattern = list.isPatternNext()
    cursor.at += 1
    if (isOptionalPattern) return
    list.splice(readList(cursor, { until: ')', depth: frame.depth, nesting: frame.nesting + 1, isArray: false }))
  }
}

/** A redirection or a word. */
function readPart(cursor: Cursor, frame: Frame, list: CommandList): void {
  const line = cursor.line()
  const found = cursor.match(redirect)
  const isSubstitution = found !== null && cursor.text.charAt(cursor.at + found.length) === '(' && /^[<>]$/.test(found)
  if (found === null || isSubstitution) {
    if (isSubstitution) cursor.at += 1
    const start = cursor.at
    const word = readWord(cursor, (inner) => nestedList(inner, frame))
    if (isSubstitution) word.text = `<${cursor.text.slice(start, cursor.at)}`
    // A sign that is no part of a word here, such as a lone closing backtick.
    if (word.length === 0) cursor.at += 1
    else list.add(word, line)
    return
  }
  cursor.at += found.length
  const space = cursor.match(/[ \t]+/y)
  if (space) cursor.at += space.length
  const target = readWord(cursor, (inner) => nestedList(inner, frame))
  list.addRedirect({ operator: found.replace(/^\d+/, ''), target: target.text }, found, target.nested)
  if (/^\d*<<-?$/.test(found)) cursor.heredocs.push({ delimiter: target.text, tabs: found.endsWith('-') })
}

/** Reads what stands in `$(…)`, `<(…)`, a backtick or an array, the cursor being just inside. */
function nestedList(inner: { cursor: Cursor; until: ')' | ''; isArray: boolean }, frame: Frame): ShellCommand[] {
  if (frame.nesting >= maxNesting) return []
  const depth = inner.isArray ? frame.depth : frame.depth + 1
  return readList(inner.cursor, { until: inner.until, depth, nesting: frame.nesting + 1, isArray: inner.isArray })
}

const openers = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', 'time', '{', 'function'])
const closers = new Set(['fi', 'done', '}', 'esac'])
const declarations = new Set(['local', 'export', 'declare', 'readonly', 'typeset'])

/** Collects the commands of one list. */
class CommandList {
  readonly commands: ShellCommand[] = []
  readonly #depth: number
  #pending: Pending = { words: [], redirects: [], nested: [], line: null }
  #before = ''
  #cases = 0
  #isPatternNext = false
  #isJoined = false
  #branches = 0
  #braces = 0
  #awaitsBody = false
  /** Braces open before each function body that is open. */
  readonly #functions: number[] = []

  constructor(depth: number) {
    this.#depth = depth
  }

  add(word: Word & { length: number }, line: number): void {
    this.#isJoined = false
    this.#pending.line ??= line
    this.#pending.words.push({ ...word, line })
    this.#pending.nested.push(...word.nested)
    const [first] = this.#pending.words
    if (first?.plain === 'case' && word.plain === 'in') {
      this.#cases += 1
      this.#isPatternNext = true
      this.#pending = { words: [], redirects: [], nested: this.#pending.nested, line: this.#pending.line }
    } else if (word.plain === 'esac' && this.#cases > 0 && this.#pending.words.length === 1) {
      this.#cases -= 1
      this.#isPatternNext = false
    }
  }

  addRedirect(entry: ShellCommand['redirects'][number], found: string, nested: ShellCommand[]): void {
    this.#isJoined = false
    const toStandardError = /^2/.test(found) ? `2${entry.operator}` : entry.operator
    this.#pending.redirects.push({ operator: toStandardError, target: entry.target })
    this.#pending.nested.push(...nested)
  }

  /** True when a `)` here ends a pattern of `case`. */
  endsPattern(): boolean {
    if (!this.#isPatternNext) return false
    this.#isPatternNext = false
    this.drop()
    return true
  }

  isPatternNext(): boolean {
    return this.#isPatternNext && this.#pending.words.length === 0
  }

  /** A newline after `|`, `||` or `&&` does not end the list. */
  isAfterJoiner(): boolean {
    return this.#isJoined
  }

  /** The next `{` begins the body of a function. */
  awaitBody(): void {
    this.#awaitsBody = true
  }

  drop(): void {
    this.#pending = { words: [], redirects: [], nested: [], line: null }
  }

  /** Takes in the commands of a subshell. */
  splice(inner: ShellCommand[]): void {
    this.#isJoined = false
    const [first] = inner
    if (first) first.before = this.#before
    for (const command of inner) this.#push(command)
    this.#before = ''
  }

  end(joiner: string): void {
    if (joiner === ';;' && this.#cases > 0) this.#isPatternNext = true
    const command = this.#finish(joiner)
    if (command) this.#push(command)
    else if (joiner !== '' && this.#pending.words.length === 0) this.#closeLast(joiner)
    this.drop()
    if (joiner !== '') this.#before = joiner
    this.#isJoined = joiner === '|' || joiner === '||' || joiner === '&&'
  }

  /** After a subshell the joiner belongs to its last command. */
  #closeLast(joiner: string): void {
    const last = this.commands.at(-1)
    if (last && last.after === '') last.after = joiner
  }

  #push(command: ShellCommand): void {
    const last = this.commands.at(-1)
    if (last) last.next = command
    this.commands.push(command)
  }

  /** Keeps count of branches and function bodies. */
  #enter(word: string): void {
    if (word === 'then') this.#branches += 1
    if (word === 'fi' || word === 'elif') this.#branches = Math.max(0, this.#branches - 1)
    if (word === 'function') this.#awaitsBody = true
    if (word === '{') {
      if (this.#awaitsBody) this.#functions.push(this.#braces)
      this.#awaitsBody = false
      this.#braces += 1
    }
    if (word === '}') {
      this.#braces = Math.max(0, this.#braces - 1)
      if (this.#functions.at(-1) === this.#braces) this.#functions.pop()
    }
  }

  #finish(after: string): ShellCommand | null {
    const { redirects, nested, line } = this.#pending
    let { words } = this.#pending
    while (words[0] && (openers.has(words[0].plain) || closers.has(words[0].plain))) {
      this.#enter(words[0].plain)
      words = words.slice(1)
    }
    const loop = words[0]?.plain
    if (loop === 'for' || loop === 'select' || loop === 'case') words = []
    if (declarations.has(words[0]?.plain ?? '')) words = words.slice(1).filter((word) => !word.text.startsWith('-'))
    const named = words.findIndex((word) => word.assign === null)
    const assigns = words.slice(0, named < 0 ? words.length : named).flatMap((word) => word.assign ?? [])
    words = words.slice(assigns.length)
    if (words.length === 0 && assigns.length === 0 && nested.length === 0) return null
    const texts = words.map((word) => word.text)
    const literals = words.map((word) => (word.expands ? null : word.line))
    const place = { line: line ?? 1, before: this.#before, after, depth: this.#depth, next: null }
    return {
      words: texts,
      literals,
      assigns,
      redirects,
      nested,
      ...place,
      isBranch: this.#branches > 0,
      isInFunction: this.#functions.length > 0,
    }
  }
}
