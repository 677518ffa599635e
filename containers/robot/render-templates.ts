import { join } from 'node:path'
import { z } from 'zod'
import { isolation } from '../isolate.ts'
import { type ChildResult, runChild } from '../run-child.ts'
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
  timeoutMs: number
  signal?: AbortSignal | undefined
}

const maxOutputBytes = 32 * 1024 * 1024

/** Renders templates with stand-ins for the values of discovery, in the order of their absolute `paths`. Runs the repository's text, so it is shut off. */
export async function renderTemplates(paths: readonly string[], options: RenderOptions): Promise<Rendering[]> {
  if (paths.length === 0) return []
  const python = join(options.venv, 'bin', 'python')
  const [command = '', ...args] = [...isolation().prefix, python, '-I', join(pythonPrograms, 'render_templates.py')]
  const result = await runChild({
    command,
    args,
    cwd: options.root,
    home: options.home,
    stdin: `${paths.join('\n')}\n`,
    timeoutMs: options.timeoutMs,
    maxOutputBytes,
    signal: options.signal,
  })
  const lines = linesOf(result)
  return paths.map((_path, index) => {
    const parsed = renderingSchema.safeParse(lines[index])
    return parsed.success ? parsed.data : { fault: { line: null, message: endOf(result) } }
  })
}

function endOf(result: ChildResult): string {
  if (result.killed === 'timeout') return 'Rendering took too long and was stopped.'
  if (result.killed === 'output') return 'Rendering printed too much and was stopped.'
  return `Rendering ended early (status ${result.code ?? 'killed'}).`
}
