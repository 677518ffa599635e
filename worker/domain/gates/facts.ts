import type { RobotModel } from '../robot-model.ts'

/** Everything the gates look at: what the runner found out about one bundle. Paths are relative to the repository root, lines 1-based. */

export interface Fault {
  line: number | null
  message: string
}

export interface FileFact {
  path: string
  mode: string
  bytes: number
  kind: 'file' | 'link' | 'submodule'
  /** Null when the file is binary or longer than 256 KiB. */
  text: string | null
}

/** A file of the draft that was not written, and why its path is refused. */
export interface RefusedFile {
  path: string
  why: string
}

export interface RobotFact {
  path: string
  /** `other` files are libraries or tests of the bundle; their tasks are not the bundle's. */
  role: 'runbook' | 'sli' | 'other'
  model: RobotModel
}

export interface ScriptFact {
  path: string
  mode: string
  text: string
  /** Findings of `bash -n`; null when it did not run. */
  syntax: Fault[] | null
  /** Findings of ShellCheck with severity `error`; null when it did not run. */
  lint: (Fault & { code: string })[] | null
  /** What a loop behind a pipe sets and the script uses later: ShellCheck's SC2030. */
  lost?: Fault[]
  /** Findings with severity `warning`. */
  warnings?: (Fault & { code: string })[]
}

/** A jq program of the bundle, compiled. */
export interface JqFact {
  file: string
  line: number
  fault: Fault | null
}

export interface YamlFact {
  path: string
  /** The parsed document; undefined when `fault` is set. */
  value: unknown
  fault: Fault | null
  /** Line of a value by its path in the document, parts joined by `/`: `spec/generationRules/0/slxs`. */
  lines: Map<string, number>
}

export interface TemplateFact {
  path: string
  text: string
  /** The rendering as YAML; undefined when `fault` is set. */
  value: unknown
  fault: Fault | null
}

/** How an import's pattern takes its example, default and enum values. */
export interface PatternFact {
  pattern: string
  text: string
  /**
   * `whole`: the whole text fits; `part`: only some of it, which JSON Schema accepts; `invalid`: no regular expression;
   * `slow`: matching was stopped; `untried`: too many others were slow.
   */
  result: 'whole' | 'part' | 'none' | 'invalid' | 'slow' | 'untried'
}

/** A keyword's signature as Robot sees it. */
export interface KeywordFact {
  name: string
  named: string[]
  positional: number
  required: string[]
  varargs: boolean
  kwargs: boolean
}

export interface DryRunFault {
  /** Null when the fault has no place in the repository. */
  file: string | null
  line: number | null
  message: string
  kind: 'import' | 'error' | 'step'
  /** The keyword that was not found, when that is the fault. */
  keyword: string | null
}

export interface DryRunFact {
  path: string
  /** Why the dry run could not finish; null when it did. */
  failure: string | null
  libraries: { name: string; alias: string; keywords: KeywordFact[] }[]
  faults: DryRunFault[]
  /** Installed libraries that have a keyword that was not found. */
  offers: Record<string, string[]>
}

export interface BundleFacts {
  slug: string
  /** `codebundles/<slug>`. */
  path: string
  files: FileFact[]
  refused: RefusedFile[]
  robots: RobotFact[]
  scripts: ScriptFact[]
  patterns: PatternFact[]
  jq: JqFact[]
  rules: YamlFact[]
  templates: TemplateFact[]
  readme: { path: string; text: string } | null
  dryRuns: DryRunFact[]
  /** Modules and packages that the repository itself provides, by top-level name. */
  repositoryModules: string[]
  /** Packages of the repository's requirements.txt that are not installed here, lower case with hyphens. */
  missingPackages: string[]
  /** Taskfiles of the test fixtures. */
  taskfiles?: YamlFact[]
  /** Titles of the runbook's tasks of each CodeBundle of the base repository, by directory. */
  siblingTasks?: Record<string, string[]>
  /** Directories under codebundles/ of the base repository. */
  siblings: string[]
}

/** The Robot files that hold the bundle's tasks. */
export function taskFiles(facts: BundleFacts): RobotFact[] {
  return facts.robots.filter((robot) => robot.role !== 'other')
}

/** The file of the bundle with this name relative to its directory. */
export function fileNamed(facts: BundleFacts, name: string): FileFact | undefined {
  return facts.files.find((file) => file.path === `${facts.path}/${name}`)
}
