import type { BundleFile } from '../../containers/validate/assemble.ts'
import type { Check } from '../../worker/domain/report.ts'
import type { DraftRecord } from './draft-records.ts'

/** Which of the recorded faults of a draft its report names. */

export interface RecordedFault {
  kind: string
  what: string
  isFound: boolean
}

interface Draft {
  bundlePath: string
  files: readonly BundleFile[]
  checks: readonly Check[]
}

/** Every recorded fault, with whether a failed check of the right kind stands at the right file. */
export function recordedFaults(record: DraftRecord, draft: Draft): RecordedFault[] {
  const failed = (...ids: string[]) => draft.checks.filter(({ id, status }) => status === 'fail' && ids.includes(id))
  const inFile = (file: string) => (check: Check) => check.file === `${draft.bundlePath}/${file}`
  const inRules = ({ file }: Check) => file?.startsWith(`${draft.bundlePath}/.runwhen/generation-rules/`) === true
  const says =
    (...words: string[]) =>
    (check: Check) =>
      words.every((word) => check.message.includes(word))
  return [
    ...record.bash_syntax_errors.map((found) => {
      const file = String(Array.isArray(found) ? found[0] : found)
      return { kind: 'syntax', what: file, isFound: failed('script/syntax').some(inFile(file)) }
    }),
    ...countedScripts('not executable', record.scripts_not_executable, failed('script/executable')),
    // ShellCheck's word for a missing first line is told by a gate of its own.
    ...countedScripts('ShellCheck', record.shellcheck_errors, failed('script/shellcheck', 'script/shebang')),
    ...record.unknown_resource_types.map((found) => {
      const [, platform] = /^platform (.+)$/.exec(found) ?? []
      const checks =
        platform === undefined ? failed('rules/resource-types') : failed('rules/platform', 'rules/shape', 'rules/resource-types')
      const word = platform ?? found.slice(found.indexOf(':') + 1)
      return { kind: 'resource type', what: found, isFound: checks.filter(inRules).some(says(word)) }
    }),
    ...record.illegal_qualifiers.map(([platform, name]) => ({
      kind: 'qualifier',
      what: `${platform}:${name}`,
      isFound: failed('rules/qualifiers').filter(inRules).some(says(name)),
    })),
    ...record.missing_libraries.map(([file, keyword, library]) => ({
      kind: 'library',
      what: `${file}: ${keyword} of ${library}`,
      isFound: failed('settings/libraries').filter(inFile(file)).some(says(keyword, library)),
    })),
    ...record.unescaped_equals.map(([file, line, text]) => ({
      kind: 'equals sign',
      what: `${file}:${line}`,
      isFound: failed('robot/unescaped-equals')
        .filter(inFile(file))
        .some((check) => check.line === line || says(text.slice(0, 30))(check)),
    })),
    ...swallowedErrors(record, draft),
  ]
}

/** The record says how many there are, not where: each one must have a file of its own, or a line. */
function countedScripts(kind: string, count: number, checks: readonly Check[]): RecordedFault[] {
  const places = new Set(checks.map(({ file, line }) => `${file}:${line}`))
  return Array.from({ length: count }, (_unused, index) => ({ kind, what: `${index + 1} of ${count}`, isFound: index < places.size }))
}

const swallowed = /2>\/dev\/null *\|\| *echo/

/** A command with its output behind a pipe is rarely longer. */
const longestCommand = 40

/** Each line that hides a failure behind an echo must have a finding of its own, at this line or where its command begins. */
function swallowedErrors(record: DraftRecord, { bundlePath, files, checks }: Draft): RecordedFault[] {
  const free = checks.filter(
    ({ id, status }) => status === 'fail' && (id === 'script/failure-swallowed' || id === 'script/answer-replaced'),
  )
  const faults = swallowedLines(bundlePath, files).map(({ path, line }) => {
    const near = free.filter(
      (check) => check.file === path && check.line !== null && check.line <= line && line - check.line < longestCommand,
    )
    const closest = near.reduce<Check | null>((best, check) => ((check.line ?? 0) > (best?.line ?? 0) ? check : best), null)
    if (closest) free.splice(free.indexOf(closest), 1)
    return { kind: 'swallowed', what: `${path.slice(bundlePath.length + 1)}:${line}`, isFound: closest !== null }
  })
  if (faults.length === record.swallowed_errors) return faults
  const what = `the record has ${record.swallowed_errors} lines, the draft ${faults.length}`
  return [...faults, { kind: 'swallowed', what, isFound: false }]
}

function swallowedLines(bundlePath: string, files: readonly BundleFile[]): { path: string; line: number }[] {
  return files.flatMap(({ path, content }) => {
    if (!/^[^/]+\.sh$/.test(path.slice(bundlePath.length + 1))) return []
    const lines = content.toString('utf8').split('\n')
    return lines.flatMap((text, index) => (swallowed.test(text) ? [{ path, line: index + 1 }] : []))
  })
}
