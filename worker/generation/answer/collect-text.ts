import { draftTooLarge } from './answer-failure.ts'

/** A draft may be 400 KB; JSON doubles that at worst, and no sensible answer comes near this. Nothing longer is held. */
export const maxAnswerBytes = 2 * 1024 * 1024

/** A line for people each time so many more characters have come. */
const charsPerLine = 4_000
/** A draft may have 50 files; the names of more are not worth a line each. */
const maxFileLines = 60

/** Gathers a streamed answer within `maxAnswerBytes` and says how far it is. `add` throws `draft_too_large`. */
export interface TextCollector {
  add(delta: string): Promise<void>
  text(): string
}

/** `progress` gets a line for every file that is begun and for every 4,000 characters, so at most a few hundred for the longest answer. */
export function collectText(progress: (text: string) => Promise<void>): TextCollector {
  const encoder = new TextEncoder()
  const parts: string[] = []
  const paths = watchPaths()
  let bytes = 0
  let chars = 0
  let told = 0
  return {
    async add(delta) {
      bytes += encoder.encode(delta).byteLength
      if (bytes > maxAnswerBytes) throw draftTooLarge(maxAnswerBytes)
      parts.push(delta)
      chars += delta.length
      for (const { path, count } of paths(delta)) if (count <= maxFileLines) await progress(`Writing file ${count}: ${path}`)
      if (chars - told < charsPerLine) return
      told = chars
      await progress(`${chars.toLocaleString('en-US')} characters written.`)
    },
    text: () => parts.join(''),
  }
}

/** Finds `"path": "…"` in JSON that arrives in pieces. Inside a file's content the quotes are escaped, so it is not taken for one. */
function watchPaths(): (delta: string) => { path: string; count: number }[] {
  const pattern = /(?<!\\)"path"\s*:\s*"((?:[^"\\\n]|\\.){1,300})"/g
  let rest = ''
  let count = 0
  return (delta) => {
    rest += delta
    const found = [...rest.matchAll(pattern)]
    const last = found.at(-1)
    // What may still become a match is kept: its key, a few blanks and the longest path.
    rest = (last === undefined ? rest : rest.slice(last.index + last[0].length)).slice(-400)
    return found.map(([, path = '']) => {
      count += 1
      return { path: path.replace(/[^\w./-]/g, '?').slice(0, 200), count }
    })
  }
}
