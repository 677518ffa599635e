import { join } from 'node:path'
import * as z from 'zod'
import { confinementHere } from '../confine/machine.ts'
import { renderingPolicy } from '../confine/policy.ts'
import { runStep } from '../confine/run-step.ts'
import { type ChildResult, stopOf } from '../run-child.ts'
import { linesOf } from './json-lines.ts'
import { pythonPrograms } from './read-robot.ts'

/** What a template is after rendering; `fault` says why there is no value. */
const renderingSchema = z.object({
  value: z.unknown().optional(),
  fault: z.object({ line: z.number().int().nullable(), message: z.string() }).nullable(),
})
export type Rendering = z.infer<typeof renderingSchema>

export interface RenderOptions {
  venv: string
  /** Directory the templates are below. */
  root: string
  home: string
  /** Render although this machine cannot shut the rendering off. */
  allowUnconfined?: boolean | undefined
  signal?: AbortSignal | undefined
}

const notRendered: Rendering = { fault: { line: null, message: 'Not rendered: this machine cannot shut the rendering off.' } }

/** Renders templates with stand-ins for the values of discovery, in the order of their absolute `paths`. Runs the repository's text, so it is shut off. */
export async function renderTemplates(paths: readonly string[], options: RenderOptions): Promise<Rendering[]> {
  if (paths.length === 0) return []
  const { venv, root, home, allowUnconfined = false, signal } = options
  if (!confinementHere(venv, allowUnconfined).ran) return paths.map(() => notRendered)
  const result = await runStep({
    policy: renderingPolicy,
    command: join(venv, 'bin', 'python'),
    args: ['-I', join(pythonPrograms, 'render_templates.py')],
    cwd: root,
    home,
    venv,
    see: [pythonPrograms, root],
    copy: [],
    stdin: `${paths.join('\n')}\n`,
    allowUnconfined,
    signal,
  })
  const lines = linesOf(result)
  return paths.map((_path, index) => {
    const parsed = renderingSchema.safeParse(lines[index])
    return parsed.success ? parsed.data : { fault: { line: null, message: endOf(result) } }
  })
}

function endOf(result: ChildResult): string {
  return stopOf(result, 'Rendering') ?? `Rendering ended early (status ${result.code ?? 'killed'}).`
}
