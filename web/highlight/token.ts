/** What a piece of source text is, as a reader distinguishes it. */
export interface Token {
  kind: 'plain' | 'comment' | 'text' | 'word' | 'variable' | 'section' | 'name'
  text: string
}

/** Splits `text` by `pattern`, whose matches are of `kind`; the rest is of `rest`. */
export function splitBy(text: string, pattern: RegExp, kind: Token['kind'], rest: Token['kind']): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) tokens.push({ kind: rest, text: text.slice(from, match.index) })
    tokens.push({ kind, text: match[0] })
    from = match.index + match[0].length
  }
  if (from < text.length) tokens.push({ kind: rest, text: text.slice(from) })
  return tokens
}
