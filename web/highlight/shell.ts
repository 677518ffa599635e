import { splitBy, type Token } from './token.ts'

const word =
  /^(?:if|then|else|elif|fi|for|in|while|until|do|done|case|esac|function|return|exit|local|export|set|readonly|declare|source|trap|shift|break|continue)$/
const variable = /\$(?:\{[^}]*\}|[A-Za-z_]\w*|[0-9@*#?$!-])/g
/** One step through a line: comment, quoted text, variable, word, space, anything else. */
const piece = /(?<=^|[\s;(])#.*|'[^']*'?|"(?:[^"\\]|\\.)*"?|\$(?:\{[^}]*\}|[A-Za-z_]\w*|[0-9@*#?$!-])|[A-Za-z_][\w-]*|\s+|./g

type Open = { quote: "'" | '"' } | { heredoc: string } | null

function closes(text: string, quote: "'" | '"'): number {
  const match = (quote === "'" ? /'/ : /(?<!\\)"/).exec(text)
  return match === null ? -1 : match.index + 1
}

function kindOf(text: string): Token['kind'] {
  if (text.startsWith('#')) return 'comment'
  if (text.startsWith("'")) return 'text'
  if (text.length > 1 && text.startsWith('$')) return 'variable'
  return word.test(text) ? 'word' : 'plain'
}

function paintPieces(text: string, tokens: Token[]): Open {
  let open: Open = null
  for (const [one] of text.matchAll(piece)) {
    const quote = one[0]
    if (quote === '"') tokens.push(...splitBy(one, variable, 'variable', 'text'))
    else tokens.push({ kind: kindOf(one), text: one })
    const isQuote = quote === '"' || quote === "'"
    if (isQuote && (one.length === 1 || closes(one.slice(1), quote) < 0)) open = { quote }
  }
  const heredoc = /<<-?\s*(['"]?)([A-Za-z_]\w*)\1/.exec(text)?.[2]
  return open ?? (heredoc === undefined ? null : { heredoc })
}

/** Shell source, line by line; quoted texts and here-documents may span lines. */
export function paintShell(source: string): Token[][] {
  let open: Open = null
  return source.split('\n').map((line) => {
    const tokens: Token[] = []
    if (open !== null && 'heredoc' in open) {
      if (line.trim() === open.heredoc) open = null
      return [...splitBy(line, variable, 'variable', 'text')]
    }
    if (open !== null) {
      const end = closes(line, open.quote)
      const inside = end < 0 ? line : line.slice(0, end)
      tokens.push(...(open.quote === '"' ? splitBy(inside, variable, 'variable', 'text') : [{ kind: 'text', text: inside } as Token]))
      if (end < 0) return tokens
      open = paintPieces(line.slice(end), tokens)
      return tokens
    }
    open = paintPieces(line, tokens)
    return tokens
  })
}
