import { cellText } from '../robot-cells.ts'
import { metadataOf, normalName, type RobotModel, settingsNamed, splitKeyword } from '../robot-model.ts'
import { type BundleFacts, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about the settings of runbook.robot and sli.robot. */

/** One finding for each task file where `isWrong`, at the line of `at` when the file has that setting. */
function filesThat(facts: BundleFacts, isWrong: (model: RobotModel) => boolean, message: string, at?: string): Finding[] {
  return taskFiles(facts)
    .filter(({ model }) => model.problems.every((problem) => problem.kind !== 'file' || problem.line !== null) && isWrong(model))
    .map(({ path, model }) => ({ file: path, line: at ? (settingsNamed(model.settings, at)[0]?.line ?? null) : null, message }))
}

export const documentation: Gate = {
  id: 'settings/documentation',
  severity: 'block',
  title: 'Each Robot file has a Documentation.',
  reason: 'It is the description people read and search.',
  hint: 'Add "Documentation    <one or two sentences about the whole bundle>" to the settings.',
  check: (facts) =>
    filesThat(
      facts,
      (model) => !settingsNamed(model.settings, 'Documentation').some((setting) => (setting.text ?? '').trim() !== ''),
      'The settings have no Documentation.',
      'Documentation',
    ),
}

const wantedMetadata = ['Author', 'Display Name', 'Supports']

export const metadata: Gate = {
  id: 'settings/metadata',
  severity: 'block',
  title: 'Metadata says author, display name and what is supported.',
  reason: 'The registry shows and filters by these three.',
  hint: 'Add "Metadata    Author    <GitHub handle>", "Metadata    Display Name    <name>" and "Metadata    Supports    <a,b,c>".',
  check: (facts) =>
    wantedMetadata.flatMap((key) =>
      filesThat(
        facts,
        (model) => (metadataOf(model, key)?.cells ?? []).map(cellText).join('').trim() === '',
        `Metadata ${key} is missing or empty.`,
      ),
    ),
}

export const suiteSetup: Gate = {
  id: 'settings/suite-setup',
  severity: 'block',
  title: 'Suite Setup runs Suite Initialization, which exists.',
  reason: 'Imports belong into one place that runs before every task.',
  hint: 'Add "Suite Setup    Suite Initialization" and a keyword of that name with the imports.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }): Finding[] => {
      const setting = settingsNamed(model.settings, 'Suite Setup')[0]
      const name = setting?.cells[0]?.[0] ?? ''
      if (!setting) return [{ file: path, message: 'There is no Suite Setup.' }]
      if (normalName(name) !== 'suiteinitialization') return [{ file: path, line: setting.line, message: `Suite Setup runs "${name}".` }]
      const exists = model.keywords.some((keyword) => normalName(keyword.name) === 'suiteinitialization')
      return exists ? [] : [{ file: path, line: setting.line, message: 'The keyword Suite Initialization does not exist.' }]
    }),
}

export const forceTags: Gate = {
  id: 'settings/force-tags',
  severity: 'block',
  title: 'Force Tags names the platform and the resource.',
  reason: 'Tags put every task of the file into the facets of the registry.',
  hint: 'Add "Force Tags    <platform>    <resource>" to the settings.',
  check: (facts) =>
    filesThat(
      facts,
      (model) => settingsNamed(model.settings, 'Force Tags', 'Test Tags', 'Task Tags').every((setting) => setting.cells.length === 0),
      'The settings have no Force Tags.',
    ).map((finding) => (finding.file?.endsWith('/sli.robot') ? { ...finding, severity: 'warn' as const } : finding)),
}

export const coreLibrary: Gate = {
  id: 'settings/rw-core',
  severity: 'block',
  title: 'RW.Core is imported.',
  reason: 'Reports, issues, metrics and imports are its keywords.',
  hint: 'Add "Library    RW.Core" to the settings.',
  check: (facts) =>
    filesThat(
      facts,
      (model) => !settingsNamed(model.settings, 'Library').some((setting) => setting.cells[0]?.[0] === 'RW.Core'),
      'RW.Core is not imported.',
    ),
}

export const usedLibraries: Gate = {
  id: 'settings/libraries',
  severity: 'block',
  title: 'Every library whose keywords are used is imported.',
  reason: 'A keyword of a library that is not imported fails when the task runs.',
  hint: 'Import the library in the settings, or correct the name of the keyword.',
  check: (facts) => {
    if (facts.dryRuns.length === 0) return { skip: 'There was no dry run.' }
    return facts.dryRuns.flatMap((run) => {
      const unreadable = new Set(run.faults.flatMap((fault) => /^Importing library '(.+?)' failed/.exec(fault.message)?.[1] ?? []))
      return run.faults.flatMap((fault): Finding[] => {
        if (fault.keyword === null) return []
        const message = missingKeyword(fault.keyword, run.offers[fault.keyword] ?? [])
        // The keyword may well exist in a library that could not be imported here.
        const severity = unreadable.size > 0 && isMaybeFrom(fault.keyword, unreadable) ? 'warn' : 'block'
        return [{ file: fault.file ?? run.path, line: fault.line, message, severity }]
      })
    })
  },
}

function missingKeyword(keyword: string, offers: readonly string[]): string {
  const glued = /^([$@&]\{[^}]*\}\s?=?) \S/.exec(keyword)?.[1]
  if (glued) return `After "${glued}" there is one space only, so Robot takes the whole of "${keyword}" for the name of a keyword.`
  if (offers.length === 0) return `No imported library has the keyword "${keyword}".`
  return `The keyword "${keyword}" is used, but the library ${offers.join(' or ')} is not imported.`
}

function isMaybeFrom(keyword: string, libraries: Set<string>): boolean {
  const { prefix } = splitKeyword(keyword)
  return prefix === '' || [...libraries].some((library) => normalName(library) === normalName(prefix))
}
