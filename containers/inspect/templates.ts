import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Template } from '../../worker/domain/catalogue.ts'
import { type Rendering, renderTemplates } from '../robot/render-templates.ts'
import { field, items, textOrNull } from './yaml-values.ts'

export interface TemplateSource {
  /** Relative to the repository root. */
  path: string
  text: Buffer
}

/** Names kept of one template. */
const namesKept = 100

/** Reads templates by rendering them with stand-ins, in the order given. `folder` is an empty directory. */
export async function readTemplates(
  sources: readonly TemplateSource[],
  options: { venv: string; folder: string; home: string; allowUnconfined?: boolean | undefined; signal?: AbortSignal | undefined },
): Promise<Template[]> {
  const places = await place(sources, options.folder)
  const good = places.filter((path) => path !== null)
  const renderings = await renderTemplates(good, { ...options, root: options.folder })
  const byPlace = new Map(good.map((path, index) => [path, renderings[index]]))
  return sources.map(({ path }, index) => templateOf(path, byPlace.get(places[index] ?? '')))
}

/** Writes the templates, those of one directory beside each other. A name from the repository is used only when it is harmless. */
async function place(sources: readonly TemplateSource[], folder: string): Promise<(string | null)[]> {
  const directories = new Map<string, string>()
  const places: (string | null)[] = []
  for (const { path, text } of sources) {
    const from = dirname(path)
    const directory = directories.get(from) ?? join(folder, String(directories.size))
    if (!directories.has(from)) await mkdir(directory, { recursive: true })
    directories.set(from, directory)
    const name = basename(path)
    if (!/^[\w.+ -]{1,200}$/.test(name)) places.push(null)
    else {
      places.push(join(directory, name))
      await writeFile(join(directory, name), text)
    }
  }
  return places
}

function templateOf(file: string, rendering: Rendering | undefined): Template {
  const value = rendering?.value
  const spec = field(value, 'spec')
  const codeBundle = field(spec, 'codeBundle')
  const interval = field(spec, 'intervalSeconds')
  return {
    file,
    kind: textOrNull(field(value, 'kind')),
    pathToRobot: textOrNull(field(codeBundle, 'pathToRobot')),
    intervalSeconds: typeof interval === 'number' ? interval : null,
    icon: textOrNull(field(spec, 'imageURL')),
    variables: namesOf(field(spec, 'configProvided')),
    secrets: namesOf(field(spec, 'secretsProvided')),
    fault: rendering === undefined ? 'The file has a name that is not used here.' : (rendering.fault?.message.slice(0, 300) ?? null),
  }
}

/** Names of a list of entries, without those that only a stand-in gave. */
function namesOf(list: unknown): string[] {
  const names = items(list).flatMap((entry) => textOrNull(field(entry, 'name')) ?? [])
  return [...new Set(names)].filter((name) => !name.includes('stub')).slice(0, namesKept)
}
