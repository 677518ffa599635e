import type { Bundle } from '../../worker/domain/catalogue.ts'
import type { RobotModel } from '../../worker/domain/robot-model.ts'
import type { BundleText } from '../../worker/domain/sandbox-protocol.ts'
import type { TreeEntry } from '../git/tree.ts'
import { type Discovery, discoveryOf, isRuleFile, isTemplate } from './discovery.ts'
import { ProblemList } from './problem-list.ts'
import { mergeImports, metadataText, robotFileOf, supportsOf } from './robot-file.ts'

/** Longer files are recorded and not read. */
export const maxTextBytes = 256 * 1024

/** One bundle's directory, before its files are read. */
export interface BundleSource {
  slug: string
  path: string
  treeHash: string
  entries: TreeEntry[]
}

export interface BundleReading {
  source: BundleSource
  /** Text of the files that were read, by path. */
  texts: Map<string, string>
  /** Models of the Robot files that were read, by path. */
  models: Map<string, RobotModel>
}

/** Files whose text an inspection reads. */
export function filesToRead(source: BundleSource): TreeEntry[] {
  return source.entries.filter((entry) => {
    if (entry.kind !== 'file' || entry.bytes > maxTextBytes) return false
    return isRobotOf(source, entry.path) || entry.path === readmeOf(source)?.path || isRuleFile(entry.path)
  })
}

/** The bundle's two Robot files; other ones hold no tasks of the bundle. */
export function isRobotOf(source: BundleSource, path: string): boolean {
  return path === `${source.path}/runbook.robot` || path === `${source.path}/sli.robot`
}

function readmeOf(source: BundleSource): TreeEntry | undefined {
  return source.entries.find((entry) => entry.kind === 'file' && entry.path.toLowerCase() === `${source.path}/readme.md`.toLowerCase())
}

/** The catalogue entry of a bundle and its searchable text. */
export function describeBundle(reading: BundleReading): { bundle: Bundle; text: BundleText } {
  const { source, texts } = reading
  const problems = new ProblemList()
  noteEntries(source, problems)
  const runbook = modelOf(reading, 'runbook.robot', problems)
  const sli = modelOf(reading, 'sli.robot', problems)
  const files = [...(runbook ? [{ name: 'runbook.robot', model: runbook }] : []), ...(sli ? [{ name: 'sli.robot', model: sli }] : [])]
  const imports = mergeImports(files)
  for (const { file, line, name } of imports.notLiteral) {
    problems.add('import_name_not_literal', `The imported name ${name} is known only at run time.`, `${source.path}/${file}`, line)
  }
  const models = files.map((file) => file.model)
  const first = (read: (model: RobotModel) => string | null) => models.map(read).find((value) => value !== null && value !== '') ?? null
  const readme = readmeOf(source)
  const bundle: Bundle = {
    slug: source.slug,
    path: source.path,
    treeHash: source.treeHash,
    displayName: first((model) => metadataText(model, 'Display Name')) ?? source.slug,
    author: first((model) => metadataText(model, 'Author')),
    description: first((model) => robotFileOf(model).documentation) ?? '',
    supports: uniqueIgnoringCase(models.flatMap(supportsOf)),
    runbook: runbook ? robotFileOf(runbook) : null,
    sli: sli ? robotFileOf(sli) : null,
    variables: imports.variables,
    secrets: imports.secrets,
    services: imports.services.map((name) => ({ name })),
    platformVariables: imports.platformVariables.map((name) => ({ name })),
    readme: readme !== undefined,
    files: source.entries.length,
    discovery: discoverySummary(reading, problems),
    problems: [],
  }
  const text = {
    readme: (readme && texts.get(readme.path)) ?? null,
    runbook: texts.get(`${source.path}/runbook.robot`) ?? null,
    sli: texts.get(`${source.path}/sli.robot`) ?? null,
  }
  return { bundle: { ...bundle, problems: problems.list() }, text }
}

function discoverySummary(reading: BundleReading, problems: ProblemList): Discovery & { ruleFiles: number; templates: number } {
  const { entries } = reading.source
  const rules = entries.filter((entry) => entry.kind === 'file' && isRuleFile(entry.path))
  const read = rules.flatMap((entry) => {
    const text = reading.texts.get(entry.path)
    return text === undefined ? [] : [{ path: entry.path, text }]
  })
  const templates = entries.filter((entry) => entry.kind === 'file' && isTemplate(entry.path))
  return { ruleFiles: rules.length, templates: templates.length, ...discoveryOf(read, problems) }
}

/** The model of a Robot file that is there; one that cannot be read has an empty model and a problem. */
function modelOf(reading: BundleReading, name: string, problems: ProblemList): RobotModel | null {
  const path = `${reading.source.path}/${name}`
  if (!reading.source.entries.some((entry) => entry.path === path && entry.kind === 'file')) return null
  const model = reading.models.get(path)
  for (const problem of model?.problems ?? []) {
    problems.add(problem.kind === 'file' ? 'robot_syntax' : 'robot_step', problem.message, path, problem.line)
  }
  return model ?? { sections: [], settings: [], variables: [], tasks: [], keywords: [], problems: [] }
}

function noteEntries(source: BundleSource, problems: ProblemList): void {
  for (const entry of source.entries) {
    if (entry.kind === 'link') problems.add('symbolic_link', 'Symbolic links are not followed.', entry.path)
    else if (entry.kind === 'submodule') problems.add('submodule', 'Submodules are not read.', entry.path)
    else if (entry.bytes > maxTextBytes) {
      problems.add('file_too_large', `The file has ${entry.bytes} bytes; files over ${maxTextBytes} bytes are not read.`, entry.path)
    }
  }
}

function uniqueIgnoringCase(values: readonly string[]): string[] {
  const seen = new Set<string>()
  return values.filter((value) => {
    const key = value.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
