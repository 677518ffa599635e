import type { DraftFile } from './sandbox-protocol.ts'
import { holdsSecret } from './sanitise-secrets.ts'

export interface Violation {
  code: string
  /** The path as the draft gives it; empty for the draft as a whole. */
  path: string
  message: string
}

export type PatchVerdict = { ok: true } | { ok: false; violations: Violation[] }

/** A CodeBundle of the public collections has 6 files in the median and 124 at most, most of which are fixtures. */
const maxFiles = 50
const maxBytes = 400 * 1024
/** File systems stop at 255 bytes a name; git for Windows at 260 characters a path. */
const maxPathLength = 200
/** Reporting every one of 10,000 bad files helps nobody. */
const maxViolations = 100

const bundlePathShape = /^codebundles\/[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/
/** Anything outside this alphabet is refused, which settles confusables, ignorable characters, backslashes, NUL and line breaks at once. */
const segmentShape = /^[A-Za-z0-9._-]+$/
const allowedDotFolders = new Set(['.runwhen', '.test'])

/** Checks a draft before trusted code publishes it. Never throws. Every violation has a stable code; the list is cut at 100. */
export function checkPatch(files: DraftFile[], options: { bundlePath: string }): PatchVerdict {
  const violations: Violation[] = []
  const report = (code: string, path: string, message: string): void => {
    if (violations.length < maxViolations) violations.push({ code, path: path.slice(0, 300), message })
  }
  if (!bundlePathShape.test(options.bundlePath)) report('bundle_path', options.bundlePath, 'The bundle path is not codebundles/<name>.')
  if (files.length === 0) report('empty', '', 'The draft holds no file.')
  if (files.length > maxFiles) report('too_many_files', '', `The draft holds ${files.length} files; ${maxFiles} are allowed.`)
  checkSize(files, report)
  for (const file of files.slice(0, 1000)) checkFile(file, options.bundlePath, report)
  checkCollisions(files.slice(0, 1000), report)
  return violations.length === 0 ? { ok: true } : { ok: false, violations }
}

type Report = (code: string, path: string, message: string) => void

function checkSize(files: DraftFile[], report: Report): void {
  const encoder = new TextEncoder()
  let bytes = 0
  for (const file of files) {
    bytes += file.content.length > maxBytes ? file.content.length : encoder.encode(file.content).length
    if (bytes > maxBytes) {
      report('too_large', '', `The draft is larger than ${maxBytes / 1024} KB.`)
      return
    }
  }
}

function checkFile(file: DraftFile, bundlePath: string, report: Report): void {
  const problem = pathProblem(file.path, bundlePath)
  if (problem !== null) report(problem.code, file.path, problem.message)
  const mode: string = file.mode
  if (mode !== '100644' && mode !== '100755') report('mode', file.path, `Mode ${mode} is not allowed: only plain and executable files are.`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.test(file.content) || !file.content.isWellFormed()) {
    report('binary', file.path, 'The file is not plain text.')
  }
  if (/[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|[\u{E0000}-\u{E0FFF}]/u.test(file.content)) {
    report('hidden_text', file.path, 'The file holds invisible or direction-changing characters.')
  }
  if (holdsSecret(file.content)) report('secret', file.path, 'The file holds something shaped like a credential.')
}

function pathProblem(path: string, bundlePath: string): { code: string; message: string } | null {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { code: 'absolute_path', message: 'The path is absolute.' }
  if (path.length > maxPathLength) return { code: 'path_length', message: `The path is longer than ${maxPathLength} characters.` }
  const segments = path.split('/')
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    return { code: 'path_traversal', message: 'The path has an empty, `.` or `..` segment.' }
  }
  if (!segments.every((segment) => segmentShape.test(segment))) {
    return { code: 'path_characters', message: 'The path holds characters other than A-Z, a-z, 0-9, dot, underscore and hyphen.' }
  }
  if (!path.startsWith(`${bundlePath}/`)) return { code: 'outside_bundle', message: `The path is not under ${bundlePath}/.` }
  const forbidden = segments.find(isForbiddenSegment)
  return forbidden === undefined
    ? null
    : { code: 'forbidden_name', message: `Files or folders named ${forbidden} are never part of a CodeBundle.` }
}

function isForbiddenSegment(segment: string): boolean {
  const name = segment.toLowerCase()
  if (name.endsWith('.')) return true
  if (name === 'codeowners' || name.startsWith('git~') || name === 'github') return true
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(name)) return true
  return (
    (name.startsWith('.') && !allowedDotFolders.has(name)) || name.endsWith('.env') || /\.(?:tfstate|tfvars|pem|key|p12|pfx)$/.test(name)
  )
}

/** Two paths that are one on a case-insensitive file system, and a file that another path needs as a folder. */
function checkCollisions(files: DraftFile[], report: Report): void {
  const seen = new Set<string>()
  for (const file of files) {
    const folded = file.path.toLowerCase()
    if (seen.has(folded)) report('collision', file.path, 'Another file of the draft has the same path, at least where case does not count.')
    seen.add(folded)
  }
  for (const path of seen) {
    const segments = path.split('/')
    for (let depth = 1; depth < Math.min(segments.length, 40); depth += 1) {
      if (seen.has(segments.slice(0, depth).join('/'))) report('collision', path, 'A file of the draft is used as a folder by this path.')
    }
  }
}
