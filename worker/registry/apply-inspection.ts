import { type BundleChange, type CatalogueStore, historyMark, type KnownBundle } from '../db/catalogue-store.ts'
import type { Commit, Problem, RepositoryHistory } from '../domain/catalogue.ts'
import type { InspectLine } from '../domain/sandbox-protocol.ts'
import { changeOf } from './bundle-content.ts'
import { departuresOf } from './departures.ts'

/** Bundles written in one transaction, and the text they may hold together: few enough that a killed run repeats little. */
const batchBundles = 25
const batchCharacters = 2_000_000
/** Histories, and departures, written in one transaction: three and four statements each. */
const historiesWritten = 50
const departuresWritten = 25
/** Problems of a collection as a whole kept for one run. */
const problemsKept = 200

type BundleLine = Extract<InspectLine, { type: 'bundle' }>

export interface InspectionResult {
  commit: string
  /** The repository's default branch, as the clone found it. */
  branch: string
  added: number
  changed: number
  removed: number
  unchanged: number
  problems: Problem[]
  /** Contributors and releases; null where the history is unknown. */
  history: RepositoryHistory | null
}

export interface InspectionTarget {
  catalogue: CatalogueStore
  collectionId: number
  /** When the collection was last brought up to date; null when it never was. */
  indexedAt: number | null
  /** The collection's bundles before the inspection. */
  known: readonly KnownBundle[]
  /** Takes the problems of the collection as a whole. */
  problems: Problem[]
  now: () => number
  progress: (text: string) => Promise<void>
  /** Called before every write; throws when this run may write no more. */
  beforeWrite: () => Promise<void>
}

export interface InspectionApplier {
  line(line: InspectLine): Promise<void>
  /** Writes what is pending, takes out what the inspection did not see, and returns what was done. Only after an `end` line. */
  complete(): Promise<InspectionResult>
}

/** Applies the lines of one inspection to the catalogue as they come. */
export function applyInspection(target: InspectionTarget): InspectionApplier {
  const { catalogue, collectionId, problems } = target
  const known = new Map(target.known.map((row) => [row.slug, row]))
  const knownPaths = new Map(target.known.map((row) => [row.path, row]))
  const histories: { id: number; history: Commit[] }[] = []
  let repository: RepositoryHistory | null = null
  const seen = new Set<string>()
  const figures = { added: 0, changed: 0, unchanged: 0 }
  let head: { commit: string; ref: string } | null = null
  let ended = false
  let pending: BundleLine[] = []
  let pendingCharacters = 0

  const flush = async () => {
    if (pending.length === 0) return
    await target.beforeWrite()
    const changes: BundleChange[] = pending.map((line) => changeOf(line, known.get(line.bundle.slug)))
    await catalogue.apply(collectionId, changes, head?.commit ?? '', target.now())
    const added = pending.filter(({ bundle }) => !known.has(bundle.slug)).length
    figures.added += added
    figures.changed += pending.length - added
    pending = []
    pendingCharacters = 0
    await target.progress(`${figures.added} added, ${figures.changed} changed, ${figures.unchanged} unchanged so far`)
  }

  const take = async (line: BundleLine) => {
    seen.add(line.bundle.path)
    pending.push(line)
    pendingCharacters += (line.text.readme?.length ?? 0) + (line.text.runbook?.length ?? 0) + (line.text.sli?.length ?? 0)
    for (const { content } of line.text.scripts ?? []) pendingCharacters += content.length
    if (pending.length >= batchBundles || pendingCharacters >= batchCharacters) await flush()
  }

  const noteHistory = (path: string, history: Commit[]) => {
    const row = knownPaths.get(path)
    if (row && history.length > 0 && historyMark(history) !== row.historyMark) histories.push({ id: row.id, history })
  }

  const writeHistories = async () => {
    for (let start = 0; start < histories.length; start += historiesWritten) {
      await target.beforeWrite()
      await catalogue.noteHistories(histories.slice(start, start + historiesWritten))
    }
  }

  return {
    async line(line) {
      if (line.type === 'bundle') return take(line)
      if (line.type === 'progress') return target.progress(line.message)
      if (line.type === 'collection') head = line.collection
      if (line.type === 'history') repository = line.history
      if (line.type === 'end') ended = true
      if (line.type === 'problem' && problems.length < problemsKept) problems.push(line.problem)
      if (line.type === 'unchanged') {
        seen.add(line.path)
        figures.unchanged += 1
        noteHistory(line.path, line.history ?? [])
      }
    },

    async complete() {
      if (!ended || head === null) throw new Error('an inspection without its commit or its end cannot be completed')
      await flush()
      await writeHistories()
      const departures = await departuresOf(target, seen)
      for (let start = 0; start < departures.length; start += departuresWritten) {
        await target.beforeWrite()
        await catalogue.retire(collectionId, departures.slice(start, start + departuresWritten), target.now())
      }
      return { commit: head.commit, branch: head.ref, ...figures, removed: departures.length, problems, history: repository }
    },
  }
}
