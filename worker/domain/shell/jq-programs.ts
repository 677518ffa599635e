import type { BundleFacts } from '../gates/facts.ts'
import { shellTexts } from './bundle-shell.ts'
import type { ShellCommand } from './command.ts'

/** A jq program as a bundle runs it. */
export interface JqProgram {
  file: string
  /** Where the program begins, 1-based. */
  line: number
  text: string
  /** Names given by `--arg` and its like, without the sign. */
  variables: string[]
}

/** Options with a name and a value, which becomes a variable. */
const giving = new Set(['--arg', '--argjson', '--slurpfile', '--rawfile'])
/** Options with one value. */
const valued = new Set(['--indent', '-L', '--library-path'])
/** Variables that jq has by itself. */
const builtIn = /^\$?(ENV|ARGS|__loc__|__prog_args)$/

/** The jq programs of a bundle that stand in its text as they run: no shell or Robot variable in them. */
export function jqPrograms(facts: BundleFacts): JqProgram[] {
  return shellTexts(facts).flatMap(({ file, commands, isScript }) =>
    commands.flatMap((command): JqProgram[] => {
      const found = programOf(command)
      if (!found) return []
      const { variables, word, path, line } = found
      if (path === null) return isScript || !word.includes('${') ? [{ file, line, text: word, variables }] : []
      const place = `${facts.path}/${path.replace(/^\.\//, '')}`
      const text = facts.files.find((candidate) => candidate.path === place)?.text
      return text ? [{ file: place, line: 1, text, variables }] : []
    }),
  )
}

interface Found {
  variables: string[]
  word: string
  /** The file that holds the program; null when it is the word itself. */
  path: string | null
  line: number
}

function programOf({ words, literals }: ShellCommand): Found | null {
  if (words[0]?.replace(/^.*\//, '') !== 'jq') return null
  // What such a word becomes may give variables, or be the program.
  if (words.some((word, index) => literals[index] === null && /\[[@*]\]|^\$[@*]$/.test(word))) return null
  const variables: string[] = []
  let path: string | null = null
  let program: { word: string; line: number } | null = null
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const line = literals[at] ?? null
    if (giving.has(word)) {
      variables.push(words[at + 1] ?? '')
      at += 2
    } else if (word === '-f' || word === '--from-file' || /^-[a-zA-Z]*f$/.test(word)) {
      path = literals[at + 1] === null ? '' : (words[at + 1] ?? '')
      at += 1
    } else if (valued.has(word)) at += 1
    else if (word.startsWith('-') && word.length > 1) continue
    else if (line === null && program === null && path === null) return null
    else program ??= line === null ? null : { word, line }
  }
  if (path === '' || variables.some((name) => !/^\w+$/.test(name))) return null
  if (path !== null) return { variables, word: '', path, line: 1 }
  return program && { variables: variables.filter((name) => !builtIn.test(name)), word: program.word, path: null, line: program.line }
}
