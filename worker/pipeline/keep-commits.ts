import { diff3Merge } from 'node-diff3'
import type { DraftFile } from '../domain/sandbox-protocol.ts'

/** What people committed on a branch is kept when the next draft is made. */

export interface Kept {
  files: DraftFile[]
  /** Paths that differ from the branch as it stood. */
  changed: string[]
  /** One sentence for each file in which people's lines and the draft's stood against each other. */
  notes: string[]
}

/**
 * Joins the new draft with what people changed since the last one: a three-way merge of each file. Where both changed the same lines, people's stay and a note says so.
 * `before` is the last draft as it was written, `branch` the files as they stand now, `draft` the new ones.
 */
export function keepCommits(before: readonly DraftFile[], branch: readonly DraftFile[], draft: readonly DraftFile[]): Kept {
  const [old, now, next] = [before, branch, draft].map((files) => new Map(files.map((file) => [file.path, file])))
  const kept: Kept = { files: [], changed: [], notes: [] }
  for (const path of new Set([...(now?.keys() ?? []), ...(next?.keys() ?? [])])) {
    const file = joined(path, old?.get(path), now?.get(path), next?.get(path), kept.notes)
    if (file) kept.files.push(file)
    const stood = now?.get(path)
    if (stood?.content !== file?.content || stood?.mode !== file?.mode) kept.changed.push(path)
  }
  kept.changed.sort()
  kept.files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return kept
}

function joined(
  path: string,
  old: DraftFile | undefined,
  now: DraftFile | undefined,
  next: DraftFile | undefined,
  notes: string[],
): DraftFile | null {
  if (now === undefined) {
    // Taken away by a person, unless the last draft had none.
    return old === undefined ? (next ?? null) : null
  }
  const isTheirs = old === undefined || old.content !== now.content || old.mode !== now.mode
  if (next === undefined) return isTheirs ? now : null
  if (!isTheirs) return next
  const mode = old?.mode === now.mode ? next.mode : now.mode
  if (now.content === next.content) return { ...next, mode }
  const regions = diff3Merge(lines(now.content), lines(old?.content ?? ''), lines(next.content))
  if (regions.some((region) => 'conflict' in region))
    notes.push(`In ${path} a person and the new draft changed the same lines; the person's lines were kept.`)
  const content = regions.flatMap((region) => region.ok ?? region.conflict?.a ?? []).join('\n')
  return { path, mode, content }
}

function lines(text: string): string[] {
  return text.split('\n')
}
