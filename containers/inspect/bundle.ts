import { type Bundle, catalogueFormat, type Template } from '../../worker/domain/catalogue.ts'
import type { RobotModel } from '../../worker/domain/robot-model.ts'
import type { BundleText } from '../../worker/domain/sandbox-protocol.ts'
import type { TreeEntry } from '../git/tree.ts'
import { artifactsAmong } from './artifacts.ts'
import { discoveryOf, isRuleFile, isTemplate } from './discovery.ts'
import { hintsOf, isHintFile } from './hints.ts'
import { ProblemList } from './problem-list.ts'
import { mergeImports, metadataText, robotFileOf, supportsOf } from './robot-file.ts'

/** Longer files are recorded and not read; of a README the beginning is. */
export const maxTextBytes = 256 * 1024

/** A README over this is not even opened. */
export const maxReadmeBytes = 16 * 1024 * 1024

/** Files of one kind that are read of one bundle; real ones have at most three rules and a dozen templates. */
const maxOfOneKind = 40

/** Scripts of a bundle, whose text is shown; what is kept for tests and tools is not among them. */
const scriptPattern = /^(?!\.|.*\/\.).*\.(sh|bash|py|jq|awk|ps1|js|ts|sql|rego)$/

/** Files listed of one bundle. */
const filesListed = 300

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
  /** The templates that were rendered. */
  templates: readonly Template[]
}

/** Files whose text an inspection reads: bounded in number and size, whatever the bundle holds. */
export function filesToRead(source: BundleSource): TreeEntry[] {
  const small = source.entries.filter((entry) => entry.kind === 'file' && entry.bytes <= maxTextBytes)
  const readme = readmeOf(source)
  const single = small.filter((entry) => isRobotOf(source, entry.path) || entry === readme || isHintFile(relative(source, entry)))
  const rules = small.filter((entry) => isRuleFile(entry.path))
  const templates = small.filter((entry) => isTemplate(entry.path))
  const scripts = small.filter((entry) => scriptPattern.test(relative(source, entry)))
  return [...single, ...[rules, templates, scripts].flatMap((files) => files.slice(0, maxOfOneKind))]
}

/** The README when it is too long to be read whole but short enough to be opened. */
export function longReadmeOf(source: BundleSource): TreeEntry | undefined {
  const readme = readmeOf(source)
  return readme && readme.bytes > maxTextBytes && readme.bytes <= maxReadmeBytes ? readme : undefined
}

function relative(source: BundleSource, entry: TreeEntry): string {
  return entry.path.slice(source.path.length + 1)
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
  const { source } = reading
  const problems = new ProblemList()
  noteEntries(reading, problems)
  const artifacts = noteArtifacts(source, problems)
  const runbook = modelOf(reading, 'runbook.robot', problems)
  const sli = modelOf(reading, 'sli.robot', problems)
  const files = [...(runbook ? [{ name: 'runbook.robot', model: runbook }] : []), ...(sli ? [{ name: 'sli.robot', model: sli }] : [])]
  const imports = mergeImports(files)
  for (const { file, line, name } of imports.notLiteral) {
    problems.add('import_name_not_literal', `The imported name ${name} is known only at run time.`, `${source.path}/${file}`, line)
  }
  const readme = readmeOf(source)
  const bundle: Bundle = {
    ...identityOf(
      source,
      files.map((file) => file.model),
    ),
    runbook: runbook ? robotFileOf(runbook) : null,
    sli: sli ? robotFileOf(sli) : null,
    variables: imports.variables,
    secrets: imports.secrets,
    services: imports.services.map((name) => ({ name })),
    platformVariables: imports.platformVariables.map((name) => ({ name })),
    readme: readme !== undefined,
    files: source.entries.length,
    discovery: discoverySummary(reading, problems),
    hints: hintsOf(
      readFiles(reading, (entry) => isHintFile(relative(source, entry))),
      problems,
    ),
    artifacts,
    fileList: source.entries
      .slice(0, filesListed)
      .map((entry) => ({ path: relative(source, entry), bytes: entry.bytes, mode: entry.mode })),
    problems: [],
  }
  return { bundle: { ...bundle, problems: problems.list() }, text: textOf(reading, readme) }
}

function isShown(source: BundleSource, entry: TreeEntry): boolean {
  return entry.kind === 'file' && (scriptPattern.test(relative(source, entry)) || isRuleFile(entry.path) || isTemplate(entry.path))
}

function textOf(reading: BundleReading, readme: TreeEntry | undefined): BundleText {
  const { source, texts } = reading
  return {
    readme: (readme && texts.get(readme.path)) ?? null,
    runbook: texts.get(`${source.path}/runbook.robot`) ?? null,
    sli: texts.get(`${source.path}/sli.robot`) ?? null,
    scripts: readFiles(reading, (entry) => isShown(source, entry)).map(({ path, text }) => ({
      path: path.slice(source.path.length + 1),
      content: text,
    })),
  }
}

/** What a bundle is called and by whom it was made, from the first Robot file that says it. */
function identityOf(source: BundleSource, models: readonly RobotModel[]) {
  const first = (read: (model: RobotModel) => string | null) => models.map(read).find((value) => value !== null && value !== '') ?? null
  return {
    format: catalogueFormat,
    slug: source.slug,
    path: source.path,
    treeHash: source.treeHash,
    displayName: first((model) => metadataText(model, 'Display Name')) ?? source.slug,
    author: first((model) => metadataText(model, 'Author')),
    description: first((model) => robotFileOf(model).documentation) ?? '',
    supports: uniqueIgnoringCase(models.flatMap(supportsOf)),
  }
}

function readFiles(reading: BundleReading, wanted: (entry: TreeEntry) => boolean): { path: string; text: string }[] {
  return reading.source.entries.filter(wanted).flatMap((entry) => {
    const text = reading.texts.get(entry.path)
    return text === undefined ? [] : [{ path: entry.path, text }]
  })
}

function discoverySummary(reading: BundleReading, problems: ProblemList): Bundle['discovery'] {
  const plain = reading.source.entries.filter((entry) => entry.kind === 'file')
  const rules = plain.filter((entry) => isRuleFile(entry.path))
  const templates = plain.filter((entry) => isTemplate(entry.path))
  for (const [what, all] of [['generation rules', rules] as const, ['templates', templates] as const]) {
    if (all.length > maxOfOneKind) problems.add('too_many_files', `Of ${all.length} files of ${what} the first ${maxOfOneKind} are read.`)
  }
  for (const { file, fault } of reading.templates) if (fault !== null) problems.add('template_invalid', fault, file)
  const found = discoveryOf(
    readFiles(reading, (entry) => isRuleFile(entry.path)),
    problems,
  )
  return { ruleFiles: rules.length, templates: templates.length, ...found, templateFiles: [...reading.templates] }
}

function noteArtifacts(source: BundleSource, problems: ProblemList): string[] {
  const paths = source.entries.filter((entry) => entry.kind === 'file').map((entry) => relative(source, entry))
  const { kept, count } = artifactsAmong(paths)
  for (const path of kept) {
    problems.add('run_artifact', 'The file looks like the output of a run; it belongs into .gitignore.', `${source.path}/${path}`)
  }
  if (count > kept.length) problems.add('run_artifact', `${count - kept.length} more files look like the output of a run.`, source.path)
  return kept.map((path) => `${source.path}/${path}`)
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

function noteEntries({ source, texts }: BundleReading, problems: ProblemList): void {
  if (source.entries.length > filesListed) {
    problems.add('many_files', `The CodeBundle has ${source.entries.length} files; the first ${filesListed} are listed.`, source.path)
  }
  for (const entry of source.entries) {
    if (entry.kind === 'link') problems.add('symbolic_link', 'Symbolic links are not followed.', entry.path)
    else if (entry.kind === 'submodule') problems.add('submodule', 'Submodules are not read.', entry.path)
    else if (entry.bytes > maxTextBytes) {
      const rest = texts.has(entry.path) ? `only the first ${maxTextBytes} are read` : `files over ${maxTextBytes} bytes are not read`
      problems.add('file_too_large', `The file has ${entry.bytes} bytes; ${rest}.`, entry.path)
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
