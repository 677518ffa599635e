import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Assembled, gatherMany } from '../../containers/assess/gather-many.ts'
import { rehearse } from '../../containers/rehearse/rehearse.ts'
import { type BundleFile, describeAssembly, layDown, overlay } from '../../containers/validate/assemble.ts'
import { gates } from '../../worker/domain/gates/all.ts'
import type { RefusedFile } from '../../worker/domain/gates/facts.ts'
import { runGates } from '../../worker/domain/gates/gate.ts'
import type { Check } from '../../worker/domain/report.ts'
import type { Bundle, Fault } from './fault.ts'
import { discoveryFaults } from './faults-discovery.ts'
import { harnessFaults } from './faults-harness.ts'
import { healthFaults } from './faults-health.ts'
import { robotFaults } from './faults-robot.ts'
import { shellFaults } from './faults-shell.ts'

export const faults: readonly Fault[] = [...discoveryFaults, ...healthFaults, ...robotFaults, ...shellFaults, ...harnessFaults]

export interface Mutant {
  fault: Fault
  base: Bundle
  mutant: Bundle
}

/** Each fault seeded into one good bundle that has a place for it; they take turns, so that all are used. */
export function mutants(bases: readonly Bundle[]): { seeded: Mutant[]; homeless: Fault[] } {
  const seeded: Mutant[] = []
  const homeless: Fault[] = []
  for (const [index, fault] of faults.entries()) {
    const found = bases.flatMap((_unused, offset): Mutant[] => {
      const base = bases[(index + offset) % bases.length]
      const mutant = base ? fault.seed(base) : null
      return base && mutant ? [{ fault, base, mutant }] : []
    })[0]
    if (found) seeded.push(found)
    else homeless.push(fault)
  }
  return { seeded, homeless }
}

export interface Place {
  workDir: string
  venv: string
}

/** What the gates say of each bundle, in order. All are read together, which costs a fraction of one after the other. */
export async function judgeStatically(bundles: readonly Bundle[], { workDir, venv }: Place): Promise<Check[][]> {
  const home = join(workDir, 'home')
  const root = join(workDir, 'repository')
  await mkdir(home, { recursive: true })
  await mkdir(root)
  const assembled: (Assembled & { refused: RefusedFile[] })[] = []
  for (const [index, bundle] of bundles.entries()) {
    const own = renamed(bundle, `${bundle.slug}-v${index}`)
    const bundlePath = `codebundles/${own.slug}`
    const { files, refused } = overlay([], own.files, bundlePath)
    await layDown(root, files)
    assembled.push({
      bundlePath,
      refused,
      assembly: describeAssembly(root, { libraries: [], siblings: [], siblingTasks: {}, requirements: [] }, files),
    })
  }
  const facts = await gatherMany(assembled, { root, venv, home })
  return facts.map((fact, index) => runGates(gates, { ...fact, refused: assembled[index]?.refused ?? [] }))
}

/** The bundle under another directory name, so that variants of one bundle stand beside each other. */
function renamed(bundle: Bundle, slug: string): Bundle {
  const files = bundle.files.map((file) => ({
    ...file,
    path: file.path.replace(`codebundles/${bundle.slug}/`, `codebundles/${slug}/`),
    content: file.content.replaceAll(`codebundles/${bundle.slug}/`, `codebundles/${slug}/`),
  }))
  return { slug, files }
}

/** What the rehearsal says of a bundle. */
export async function judgeByRehearsal(bundle: Bundle, { workDir, venv }: Place): Promise<Check[]> {
  const files: BundleFile[] = bundle.files.map(({ path, mode, content }) => {
    const bytes = Buffer.from(content)
    return { path, mode, kind: 'file', bytes: bytes.length, content: bytes }
  })
  const report = await rehearse({
    snapshot: null,
    bundlePath: `codebundles/${bundle.slug}`,
    files,
    allowUnconfined: true,
    workDir,
    venv,
    progress: () => undefined,
  })
  return report.checks
}

/** Which of the expected checks failed on the mutant and did not on the base, with as many findings as were new. */
export function caughtBy(fault: Fault, base: readonly Check[], mutant: readonly Check[]): string[] {
  const count = (checks: readonly Check[], id: string) => checks.filter((check) => check.id === id && check.status === 'fail').length
  return fault.expects.filter((id) => count(mutant, id) > count(base, id))
}
