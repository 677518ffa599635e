import { createTwoFilesPatch } from 'diff'
import { parseBundle } from '../db/catalogue-store.ts'
import type { VersionRow } from '../db/page-store.ts'
import { diffVersions } from '../domain/version-diff.ts'
import type { BundleVersion, VersionDiff } from '../domain/views.ts'

/** Lines that two files may differ in. Comparing takes lines times differences, and the clock stands still while a Worker computes. */
const maxDifferences = 3_000

const versionOf = ({ treeHash, commit, at, release }: VersionRow): BundleVersion => ({ treeHash, commit, at, release })

/** What differs between two stored versions of a bundle: for its users in words, and line by line. */
export function compareVersions(before: VersionRow, after: VersionRow): VersionDiff {
  const sources = [
    sourceDiff('runbook.robot', before.runbookSource, after.runbookSource),
    sourceDiff('sli.robot', before.sliSource, after.sliSource),
  ]
  return {
    from: versionOf(before),
    to: versionOf(after),
    changes: diffVersions(parseBundle(before.catalogue), parseBundle(after.catalogue)),
    sources: sources.filter((source) => source !== null),
  }
}

function sourceDiff(file: string, before: string | null, after: string | null): { file: string; diff: string } | null {
  if (before === after) return null
  const [from, to] = [before === null ? '/dev/null' : `a/${file}`, after === null ? '/dev/null' : `b/${file}`]
  const diff = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, { context: 3, maxEditLength: maxDifferences })
  return { file, diff: diff ?? `The two versions of ${file} have too little in common to be compared line by line.` }
}
