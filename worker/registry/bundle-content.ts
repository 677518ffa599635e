import type { BundleChange, BundleContent, KnownBundle, Script } from '../db/catalogue-store.ts'
import type { Bundle, Commit, Problem } from '../domain/catalogue.ts'
import type { BundleText } from '../domain/sandbox-protocol.ts'
import { accessOf, platformOf } from './classify.ts'

/** D1 refuses a row over 2 MB; what is left covers the short columns. */
const rowBytes = 1_900_000
/** Problems kept for one bundle: more says nothing new to its owner. */
const problemsKept = 100

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const bytesOf = (text: string | null) => (text === null ? 0 : encoder.encode(text).byteLength)

/** The text within `limit` bytes of UTF-8, never ending in half a character. */
export function cutBytes(text: string, limit: number): string {
  const target = new Uint8Array(Math.max(0, limit))
  const { written } = encoder.encodeInto(text, target)
  return decoder.decode(target.subarray(0, written))
}

const robotFilePattern = /\/(runbook|sli)\.robot$/

/** True when a Robot file of the bundle could not be read, so that what was read of this version is no catalogue entry. */
export function isUnreadable(problems: readonly Problem[]): boolean {
  return problems.some(
    ({ code, file }) => code === 'robot_syntax' || (code === 'file_too_large' && file !== null && robotFilePattern.test(file)),
  )
}

/** As many problems, and as much of each, as their owner can use. */
export function boundedProblems(problems: readonly Problem[]): Problem[] {
  return problems.slice(0, problemsKept).map((problem) => ({ ...problem, message: cutBytes(problem.message, 500) }))
}

const tooLong = (path: string, what: string): Problem => ({
  file: path,
  line: null,
  code: 'text_cut',
  message: `${what} is too long to be stored whole; its end is left out.`,
})

/** Shortens what one row cannot hold: first the long texts, then the catalogue entry's prose. What was cut is said in `problems`. */
function fitRow(bundle: Bundle, text: BundleText): { bundle: Bundle; text: BundleText; problems: Problem[] } {
  const problems = boundedProblems(bundle.problems)
  let kept = { ...bundle, problems }
  if (bytesOf(JSON.stringify(kept)) > rowBytes / 2) {
    problems.push(tooLong(bundle.path, 'The catalogue entry'))
    kept = shorten(kept)
  }
  let left = rowBytes - 2 * bytesOf(JSON.stringify(kept.problems)) - bytesOf(JSON.stringify(kept)) - bytesOf(kept.description)
  const take = (value: string | null, what: string): string | null => {
    if (value === null) return null
    const size = bytesOf(value)
    if (size > left) problems.push(tooLong(bundle.path, what))
    const cut = size > left ? cutBytes(value, left) : value
    left -= bytesOf(cut)
    return cut
  }
  const cut = { runbook: take(text.runbook, 'The runbook'), sli: take(text.sli, 'The SLI'), readme: take(text.readme, 'The README') }
  return { bundle: { ...kept, problems }, text: cut, problems }
}

/** What is left of a catalogue entry that is too large for its row: together about 800 KB at the very most. */
const proseBytes = 600
const listed = 200

function shortenFile(file: Bundle['runbook']): Bundle['runbook'] {
  if (!file) return null
  const tasks = file.tasks.slice(0, listed).map((task) => ({
    ...task,
    name: cutBytes(task.name, proseBytes),
    documentation: cutBytes(task.documentation, proseBytes),
    tags: task.tags.slice(0, 20).map((tag) => cutBytes(tag, 200)),
  }))
  return { ...file, documentation: cutBytes(file.documentation, proseBytes), forceTags: [], libraries: file.libraries.slice(0, 50), tasks }
}

function shorten(bundle: Bundle): Bundle {
  const cut = (value: string | null) => (value === null ? null : cutBytes(value, proseBytes / 4))
  const names = (all: { name: string }[]) => all.slice(0, listed).map(({ name }) => ({ name: cutBytes(name, 200) }))
  const { platforms, resourceTypes, ruleFiles, templates } = bundle.discovery
  return {
    ...bundle,
    hints: [],
    artifacts: bundle.artifacts.slice(0, 20).map((path) => cutBytes(path, 200)),
    fileList: [],
    services: names(bundle.services),
    platformVariables: names(bundle.platformVariables),
    discovery: {
      ruleFiles,
      templates,
      rules: [],
      templateFiles: [],
      platforms: platforms.slice(0, 20),
      resourceTypes: resourceTypes.slice(0, listed).map((one) => cutBytes(one, 200)),
    },
    displayName: cutBytes(bundle.displayName, proseBytes),
    description: cutBytes(bundle.description, 10 * proseBytes),
    author: cut(bundle.author),
    supports: bundle.supports.slice(0, 50).map((tag) => cutBytes(tag, 200)),
    runbook: shortenFile(bundle.runbook),
    sli: shortenFile(bundle.sli),
    variables: bundle.variables.slice(0, listed).map((one) => ({
      ...one,
      name: cutBytes(one.name, 200),
      description: cut(one.description),
      pattern: cut(one.pattern),
      default: cut(one.default),
      example: cut(one.example),
      enum: null,
    })),
    secrets: bundle.secrets.slice(0, listed).map((one) => ({
      ...one,
      name: cutBytes(one.name, 200),
      description: cut(one.description),
      pattern: null,
      example: null,
    })),
  }
}

/** The row of a readable bundle. Never over what D1 holds; what had to be cut is among its problems. */
export function contentOf(input: Bundle, inputText: BundleText): BundleContent {
  const { bundle, text, problems } = fitRow(input, inputText)
  return {
    slug: bundle.slug,
    path: bundle.path,
    treeHash: bundle.treeHash,
    displayName: bundle.displayName,
    author: bundle.author,
    description: bundle.description,
    platform: platformOf(bundle),
    access: accessOf(bundle),
    supports: JSON.stringify(bundle.supports),
    tasks: (bundle.runbook?.tasks.length ?? 0) + (bundle.sli?.tasks.length ?? 0),
    hasRunbook: bundle.runbook !== null,
    hasSli: bundle.sli !== null,
    catalogue: JSON.stringify(bundle),
    readme: text.readme,
    runbookSource: text.runbook,
    sliSource: text.sli,
    problems: JSON.stringify(problems),
  }
}

/** As many files as one statement of D1 takes; its page leads to the others at their source. */
function scriptsOf(text: BundleText): Script[] {
  let left = rowBytes / 2
  return (text.scripts ?? []).filter(({ path, content }) => {
    const size = bytesOf(path) + bytesOf(JSON.stringify(content))
    if (size > left) return false
    left -= size
    return true
  })
}

/** A bundle as an inspection read it. */
export interface NewVersion {
  bundle: Bundle
  text: BundleText
  history?: Commit[] | undefined
}

/**
 * What a newly read bundle changes. A version that cannot be read never replaces one that could: the row keeps the good catalogue entry,
 * takes the new tree hash (so that the same fault is not read again) and the new problems. A bundle that was never readable is stored as far as it goes.
 */
export function changeOf(line: NewVersion, known: KnownBundle | undefined): BundleChange {
  const { bundle, text, history = [] } = line
  const hasGoodVersion = known !== undefined && (known.stale || !isUnreadable(known.problems))
  if (!hasGoodVersion || !isUnreadable(bundle.problems))
    return { kind: 'write', content: contentOf(bundle, text), scripts: scriptsOf(text), history }
  const problems = JSON.stringify(boundedProblems(bundle.problems))
  return { kind: 'stale', id: known.id, path: bundle.path, treeHash: bundle.treeHash, problems, history }
}
