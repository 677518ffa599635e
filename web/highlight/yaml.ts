import { splitBy, type Token } from './token.ts'

const line = /^(\s*(?:- )*)([\w.$/{}-]+:)?(?=\s|$)?(.*)$/

function paintLine(text: string): Token[] {
  const [, indent = '', key = '', rest = ''] = line.exec(text) ?? []
  const tokens: Token[] = []
  if (indent !== '') tokens.push({ kind: 'plain', text: indent })
  if (key !== '') tokens.push({ kind: 'name', text: key })
  const comment = /(?:^|\s)#(?![^"]*"\s*$).*$/.exec(rest)
  const value = comment === null ? rest : rest.slice(0, comment.index)
  tokens.push(...splitBy(value, /"(?:[^"\\]|\\.)*"|'[^']*'/g, 'text', 'plain'))
  if (comment !== null) tokens.push({ kind: 'comment', text: comment[0] })
  return tokens
}

/** YAML source, line by line. */
export function paintYaml(source: string): Token[][] {
  return source.split('\n').map(paintLine)
}
