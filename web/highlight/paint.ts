import { paintRobot } from './robot.ts'
import { paintShell } from './shell.ts'
import type { Token } from './token.ts'
import { paintYaml } from './yaml.ts'

/** Longer lines and texts are shown without colours: nobody reads a minified line, and its pieces would weigh more than itself. */
const maxLineChars = 2_000
const maxChars = 200_000

const byLanguage: Record<string, (source: string) => Token[][]> = {
  robot: paintRobot,
  robotframework: paintRobot,
  resource: paintRobot,
  sh: paintShell,
  bash: paintShell,
  shell: paintShell,
  zsh: paintShell,
  console: paintShell,
  yaml: paintYaml,
  yml: paintYaml,
}

function plain(source: string): Token[][] {
  return source.split('\n').map((text) => (text === '' ? [] : [{ kind: 'plain', text }]))
}

/** Source in `language` (a name or a file's extension) as tokens per line. An unknown language is plain text. */
export function paint(source: string, language: string): Token[][] {
  const known = byLanguage[language.toLowerCase()]
  if (known === undefined || source.length > maxChars || source.split('\n').some((line) => line.length > maxLineChars)) return plain(source)
  return known(source)
}

/** The language of a file by its name; empty when it has no extension. */
export function languageOf(path: string): string {
  return /\.([a-z]+)$/i.exec(path)?.[1] ?? ''
}
