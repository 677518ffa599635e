import type { DraftFile } from './sandbox-protocol.ts'

/** Who wrote each file of a draft, by its path: `openai gpt-5.4`, `people`, `the plan`. */
export type Authors = Record<string, string>

interface Written {
  /** The draft as it is kept. */
  files: readonly DraftFile[]
  /** The draft as its provider wrote it, before commits of people were joined to it. */
  written: readonly DraftFile[]
  /** Paths of files that come from the plan. */
  planned: ReadonlySet<string>
  /** Who wrote this draft. */
  by: string
  /** The draft before it. */
  before: { files: readonly DraftFile[]; authors: Authors }
}

/** A file that a draft leaves as it was stays with who wrote it; one that joins a provider's lines with those of people names both. */
export function authorsOf({ files, written, planned, by, before }: Written): Authors {
  const [own, old] = [written, before.files].map((list) => new Map(list.map(({ path, content }) => [path, content])))
  const entries = files.map(({ path, content }): [string, string] => {
    if (planned.has(path)) return [path, 'the plan']
    const known = before.authors[path]
    if (known !== undefined && old?.get(path) === content) return [path, known]
    const provided = own?.get(path)
    if (provided === undefined) return [path, 'people']
    return [path, provided === content ? by : `${by} and people`]
  })
  return Object.fromEntries(entries)
}

/** One draft that a provider was asked for. */
export interface DraftEntry {
  round: number
  attempt: number
  provider: string
  model: string | null
  /** Tokens as the service counted them; null where it does not say. */
  usage: { inputTokens: number; outputTokens: number } | null
  /** Micro-dollars; null where unknown. */
  costMicros: number | null
}

/** More drafts of one issue than any round of review makes. */
const maxEntries = 60

/** The entries with one more; of very many the newest stay. */
export function withEntry(entries: readonly DraftEntry[], entry: DraftEntry): DraftEntry[] {
  return [...entries, entry].slice(-maxEntries)
}
