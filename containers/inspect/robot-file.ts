import type { RobotFile, Secret, Task, Variable } from '../../worker/domain/catalogue.ts'
import type { Access } from '../../worker/domain/platform.ts'
import { cellText } from '../../worker/domain/robot-cells.ts'
import { enumValues, importsOf, isOptionalSecret, type RobotImport } from '../../worker/domain/robot-imports.ts'
import { metadataOf, type RobotModel, type RobotSetting, settingsNamed } from '../../worker/domain/robot-model.ts'

const forceTagNames = ['Force Tags', 'Test Tags', 'Task Tags']

/** What the catalogue says about one Robot file. */
export function robotFileOf(model: RobotModel): RobotFile {
  const forceTags = cellsOf(settingsNamed(model.settings, ...forceTagNames))
  const defaultTags = cellsOf(settingsNamed(model.settings, 'Default Tags'))
  return {
    displayName: metadataText(model, 'Display Name'),
    documentation: documentationOf(model.settings),
    forceTags,
    libraries: settingsNamed(model.settings, 'Library').flatMap((setting) => setting.cells.slice(0, 1).map(([text]) => text)),
    tasks: model.tasks.map((task): Task => {
      const own = settingsNamed(task.settings, 'Tags')
      const tags = own.length > 0 ? cellsOf(own) : defaultTags
      return {
        name: task.name,
        documentation: documentationOf(task.settings),
        tags,
        access: accessOf([...forceTags, ...tags]),
        line: task.line,
      }
    }),
  }
}

/** A metadata value as shown: cells joined by one space; null when absent or empty. */
export function metadataText(model: RobotModel, key: string): string | null {
  const text = (metadataOf(model, key)?.cells ?? []).map(cellText).join(' ').trim()
  return text === '' ? null : text
}

/** The values of `Supports`: split at commas and between cells, never inside a cell's words. */
export function supportsOf(model: RobotModel): string[] {
  const cells = metadataOf(model, 'Supports')?.cells ?? []
  return cells.flatMap((cell) => cellText(cell).split(',')).flatMap((value) => value.trim() || [])
}

/** Declared access; a task that declares both may write. */
function accessOf(tags: readonly string[]): Access | null {
  const lower = tags.map((tag) => tag.toLowerCase())
  if (lower.includes('access:read-write')) return 'read-write'
  return lower.includes('access:read-only') ? 'read-only' : null
}

function documentationOf(settings: readonly RobotSetting[]): string {
  return cellText(settingsNamed(settings, 'Documentation')[0]?.text ?? '').trim()
}

function cellsOf(settings: readonly RobotSetting[]): string[] {
  return settings.flatMap((setting) => setting.cells.map(([text]) => cellText(text)).filter((text) => text !== ''))
}

export interface Imports {
  variables: Variable[]
  secrets: Secret[]
  services: string[]
  platformVariables: string[]
  /** Imports whose name is known only at run time; they are listed under the name as written. */
  notLiteral: { file: string; line: number; name: string }[]
}

/** Imports merged over a bundle's Robot files, sorted by name. The first file that gives a field decides it. */
export function mergeImports(files: readonly { name: string; model: RobotModel }[]): Imports {
  const variables = new Map<string, Variable>()
  const secrets = new Map<string, Secret>()
  const services = new Set<string>()
  const platformVariables = new Set<string>()
  const notLiteral: Imports['notLiteral'] = []
  for (const { name: file, model } of files) {
    for (const found of importsOf(model)) {
      if (!found.literal) notLiteral.push({ file, line: found.line, name: found.name })
      if (found.kind === 'variable') variables.set(found.name, mergeVariable(variables.get(found.name), found, file))
      else if (found.kind === 'secret') secrets.set(found.name, mergeSecret(secrets.get(found.name), found, file))
      else if (found.kind === 'service') services.add(found.name)
      else platformVariables.add(found.name)
    }
  }
  return {
    variables: byName(variables),
    secrets: byName(secrets),
    services: [...services].sort(),
    platformVariables: [...platformVariables].sort(),
    notLiteral,
  }
}

function byName<T>(map: Map<string, T>): T[] {
  return [...map.keys()].sort().flatMap((name) => map.get(name) ?? [])
}

function mergeVariable(before: Variable | undefined, found: RobotImport, file: string): Variable {
  const option = (name: string) => found.options.get(name) ?? null
  const values = option('enum')
  return {
    name: found.name,
    type: before?.type ?? option('type'),
    description: before?.description ?? option('description'),
    pattern: before?.pattern ?? option('pattern'),
    default: before?.default ?? option('default'),
    example: before?.example ?? option('example'),
    enum: before?.enum ?? (values === null ? null : enumValues(values)),
    required: (before?.required ?? false) || option('default') === null,
    files: [...new Set([...(before?.files ?? []), file])],
  }
}

function mergeSecret(before: Secret | undefined, found: RobotImport, file: string): Secret {
  const option = (name: string) => found.options.get(name) ?? null
  return {
    name: found.name,
    description: before?.description ?? option('description'),
    pattern: before?.pattern ?? option('pattern'),
    example: before?.example ?? option('example'),
    optional: (before?.optional ?? true) && isOptionalSecret(found),
    files: [...new Set([...(before?.files ?? []), file])],
  }
}
