import { glob } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import * as z from 'zod'
import type { DryRunFact, FileFact, TemplateFact } from '../../worker/domain/gates/facts.ts'
import { confinementHere } from '../confine/machine.ts'
import { dryRunPolicy } from '../confine/policy.ts'
import { runStep } from '../confine/run-step.ts'
import { isTemplate } from '../inspect/discovery.ts'
import { linesOf } from '../robot/json-lines.ts'
import { pythonPrograms } from '../robot/read-robot.ts'
import { renderTemplates } from '../robot/render-templates.ts'
import { type ChildResult, stopOf } from '../run-child.ts'
import type { GatherOptions } from './gather.ts'

/** Runs Robot's dry run over files; it has a `main`. */
export const dryRunProgram = join(pythonPrograms, 'dry_run.py')

const keywordSchema = z.object({
  name: z.string(),
  named: z.array(z.string()),
  positional: z.number(),
  required: z.array(z.string()),
  varargs: z.boolean(),
  kwargs: z.boolean(),
})

const dryRunSchema = z.object({
  failure: z.string().nullable(),
  libraries: z.array(z.object({ name: z.string(), alias: z.string(), keywords: z.array(keywordSchema) })),
  faults: z.array(
    z.object({
      file: z.string().nullable(),
      line: z.number().nullable(),
      message: z.string(),
      kind: z.enum(['import', 'error', 'step']),
      keyword: z.string().nullable(),
    }),
  ),
  offers: z.record(z.string(), z.array(z.string())),
})

/** Dry-runs the Robot files at `paths`, with the repository's libraries, shut off. Nothing where the machine cannot do that. */
export async function dryRun(paths: readonly string[], options: GatherOptions): Promise<DryRunFact[]> {
  if (paths.length === 0) return []
  const { root, venv, home, keeper, allowUnconfined = false, signal } = options
  if (!confinementHere(venv, allowUnconfined).ran) return []
  const result = await runStep({
    policy: dryRunPolicy,
    keeper,
    command: join(venv, 'bin', 'python'),
    args: ['-B', dryRunProgram, ...paths.map((path) => join(root, path))],
    cwd: join(root, options.bundlePath),
    env: { PYTHONPATH: join(root, 'libraries'), RW_MODE: 'dev' },
    home,
    venv,
    see: [pythonPrograms],
    // Some libraries write beside themselves when they are imported.
    copy: [root],
    wallMs: options.dryRunMs,
    allowUnconfined,
    signal,
  })
  const lines = linesOf(result)
  return paths.map((path, index) => {
    const parsed = dryRunSchema.safeParse(lines[index])
    if (!parsed.success) return { path, failure: endOf(result, 'The dry run'), libraries: [], faults: [], offers: {} }
    const faults = parsed.data.faults.map((fault) => ({ ...fault, file: inside(options.root, fault.file) }))
    return { path, ...parsed.data, faults }
  })
}

/** Renders the bundle's templates with stand-ins for the values of discovery. */
export async function templateFacts(files: readonly FileFact[], options: GatherOptions): Promise<TemplateFact[]> {
  const templates = files.flatMap((file) => (isTemplate(file.path) && file.text !== null ? [{ path: file.path, text: file.text }] : []))
  const paths = templates.map((template) => join(options.root, template.path))
  const renderings = await renderTemplates(paths, options)
  return templates.map((template, index) => ({ ...template, value: renderings[index]?.value, fault: renderings[index]?.fault ?? null }))
}

/** Names of the packages in the virtual environment, lower case with hyphens. */
export async function installedPackages(venv: string): Promise<Set<string>> {
  const names = new Set<string>()
  for await (const path of glob(join(venv, 'lib', 'python3*', 'site-packages', '*.dist-info'))) {
    names.add(
      basename(path)
        .replace(/-[^-]*\.dist-info$/, '')
        .toLowerCase()
        .replace(/[_.]/g, '-'),
    )
  }
  return names
}

function endOf(result: ChildResult, what: string): string {
  return stopOf(result, what) ?? `${what} ended early (status ${result.code ?? 'killed'}).`
}

function inside(root: string, file: string | null): string | null {
  if (!file) return null
  const path = relative(root, file)
  return path.startsWith('..') ? null : path
}
