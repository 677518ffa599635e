import { splitBy, type Token } from './token.ts'

const control = new Set(
  'IF|ELSE|ELSE IF|END|FOR|IN|IN RANGE|IN ENUMERATE|IN ZIP|WHILE|TRY|EXCEPT|FINALLY|RETURN|VAR|BREAK|CONTINUE|GROUP'.split('|'),
)
const variable = /[$@&%]\{(?:[^{}]|\{[^{}]*\})*\}=?/g
const assignment = /^[$@&]\{[^}]*\}\s?=?$/

/** Sections whose first column names what follows, and those whose first column is a setting. */
const naming = /task|test|keyword/i

interface Line {
  section: string
  tokens: Token[]
  /** No keyword was called on this line yet. */
  awaitsCall: boolean
}

function cellKind(cell: string, column: number, line: Line): Token['kind'] {
  if (column === 0) return naming.test(line.section) ? 'name' : 'word'
  if (/^\[.*\]$/.test(cell) || control.has(cell)) return 'word'
  if (cell === '...') return 'comment'
  const isCall = line.awaitsCall && naming.test(line.section) && !assignment.test(cell)
  return isCall ? 'section' : 'plain'
}

function paintLine(text: string, section: string): Token[] {
  if (/^\*+\s*\w/.test(text)) return [{ kind: 'section', text }]
  const line: Line = { section, tokens: [], awaitsCall: true }
  const parts = text.split(/(\t+| {2,}|^ )/).filter((part) => part !== '')
  let column = 0
  for (const [index, part] of parts.entries()) {
    if (/^\s+$/.test(part)) {
      line.tokens.push({ kind: 'plain', text: part })
      column += 1
      continue
    }
    if (part.startsWith('#')) return [...line.tokens, { kind: 'comment', text: parts.slice(index).join('') }]
    const kind = cellKind(part, column, line)
    // What follows a setting or `...` is data, what follows a control word may be a call.
    if (kind === 'section' || kind === 'comment' || /^\[/.test(part)) line.awaitsCall = false
    line.tokens.push(...splitBy(part, variable, 'variable', kind === 'section' ? 'word' : kind))
  }
  return line.tokens
}

/** Robot Framework source, line by line. For reading only: what the registry knows of a file comes from Robot Framework itself. */
export function paintRobot(source: string): Token[][] {
  let section = ''
  return source.split('\n').map((line) => {
    section = /^\*+\s*([\w ]+?)\s*\*/.exec(line)?.[1] ?? section
    return paintLine(line, section)
  })
}
