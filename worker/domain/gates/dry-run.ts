import { type BundleFacts, type DryRunFact, type DryRunFault, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Robot's own dry run: imports, keywords and arguments are resolved, nothing is executed. */

const importFailure = /^Importing library '(.+?)' failed: (.*)$/

/** A failed import as the dry run tells it. */
function failedImport(fault: DryRunFault): { library: string; why: string } | null {
  const match = importFailure.exec(fault.message)
  return match?.[1] ? { library: match[1], why: match[2] ?? '' } : null
}

/**
 * True when the import failed for a package that the repository does not provide and this machine does not have: the library may be
 * sound, it cannot be judged here.
 */
function isForeign(facts: BundleFacts, library: string, why: string): boolean {
  if (facts.repositoryModules.includes(library)) return isMissingElsewhere(facts, library, why)
  const top = library.split('.')[0]?.toLowerCase() ?? ''
  const promised = facts.missingPackages.some((name) => name === top || name.startsWith(`${top}-`))
  return promised || isMissingElsewhere(facts, library, why)
}

/** True when the module that is missing is another one than the library, and not the repository's. */
function isMissingElsewhere(facts: BundleFacts, library: string, why: string): boolean {
  const missing = /No module named '([^']+)'|cannot import name '[^']+' from '([^']+)'/.exec(why)
  const module = missing?.[1] ?? missing?.[2]
  if (!module || module === library || library.startsWith(`${module}.`)) return false
  return !facts.repositoryModules.includes(module)
}

export const libraryImports: Gate = {
  id: 'robot/imports',
  severity: 'block',
  title: 'Every library can be imported.',
  reason: 'A library that does not exist leaves all its keywords unknown.',
  hint: 'Use a library of the repository (libraries/), of rw-core-keywords or rw-cli-keywords, or of Robot Framework.',
  check: (facts) =>
    notRun(facts) ??
    facts.dryRuns.flatMap((run) =>
      run.faults.flatMap((fault): Finding[] => {
        const failed = failedImport(fault)
        if (!failed) return []
        const place = { file: fault.file ?? run.path, line: fault.line }
        if (!isForeign(facts, failed.library, failed.why)) return [{ ...place, message: fault.message }]
        return [{ ...place, message: `${failed.library} needs a package that is not installed here: ${failed.why}`, severity: 'warn' }]
      }),
    ),
}

export const dryRun: Gate = {
  id: 'robot/dry-run',
  severity: 'block',
  title: 'The dry run finds nothing wrong.',
  reason: 'What the dry run finds fails for certain when the bundle runs.',
  hint: 'Correct the line; `robot --dryrun` shows the same message.',
  check: (facts) => notRun(facts) ?? facts.dryRuns.flatMap((run) => findingsOf(facts, run)),
}

function notRun(facts: BundleFacts): { skip: string } | null {
  return taskFiles(facts).length === 0 || facts.dryRuns.length === 0 ? { skip: 'There was nothing to run.' } : null
}

function findingsOf(facts: BundleFacts, run: DryRunFact): Finding[] {
  // Unknown keywords and failed imports have gates of their own; what the parser refuses is told by robot/parses.
  const told = new Set(
    facts.robots
      .filter(({ path }) => path === run.path)
      .flatMap(({ model }) => model.problems.map(({ line, message }) => `${line} ${message}`)),
  )
  const findings = run.faults
    .filter(
      (fault) =>
        fault.keyword === null && !failedImport(fault) && !told.has(`${fault.line} ${fault.message}`) && !isParserFault(told, fault),
    )
    .map((fault): Finding => ({ file: fault.file ?? run.path, line: fault.line, message: fault.message }))
  if (run.failure !== null && !/contains no tests or tasks/i.test(run.failure)) findings.push({ file: run.path, message: run.failure })
  return findings
}

/** Parser messages come with a prefix when they stop a whole task. */
function isParserFault(told: Set<string>, fault: DryRunFault): boolean {
  return [...told].some((text) => fault.message.endsWith(text.slice(text.indexOf(' ') + 1)))
}
