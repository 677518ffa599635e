import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureVenv } from '../../containers/cli/setup.ts'
import type { Check } from '../../worker/domain/report.ts'
import { runProgram } from '../bench/own-stack.ts'
import { goodBundles } from './bases.ts'
import type { Bundle } from './fault.ts'
import { caughtBy, judgeByRehearsal, judgeStatically, type Mutant, mutants } from './judge.ts'

/** At least this share of the seeded faults must be found by the right check. */
const bound = 0.95

interface Outcome extends Mutant {
  by: string[]
  /** What failed instead, when the right check did not. */
  instead: string[]
}

function outcomeOf(one: Mutant, base: readonly Check[], mutant: readonly Check[]): Outcome {
  const by = caughtBy(one.fault, base, mutant)
  const known = new Set(base.filter(({ status }) => status === 'fail').map(({ id }) => id))
  const instead = mutant.filter(({ id, status }) => status === 'fail' && !known.has(id)).map(({ id }) => id)
  return { ...one, by, instead: [...new Set(instead)] }
}

async function inPlace<T>(work: (place: { workDir: string; venv: string }) => Promise<T>): Promise<T> {
  const workDir = mkdtempSync(join(tmpdir(), 'registry-mutants-'))
  try {
    return await work({ workDir, venv: ensureVenv() })
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

async function staticOutcomes(seeded: readonly Mutant[], bases: readonly Bundle[]): Promise<Outcome[]> {
  const said = await inPlace((place) => judgeStatically([...bases, ...seeded.map(({ mutant }) => mutant)], place))
  return seeded.map((one, index) => outcomeOf(one, said[bases.indexOf(one.base)] ?? [], said[bases.length + index] ?? []))
}

async function rehearsalOutcomes(seeded: readonly Mutant[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const one of seeded) {
    const base = await inPlace((place) => judgeByRehearsal(one.base, place))
    const mutant = await inPlace((place) => judgeByRehearsal(one.mutant, place))
    outcomes.push(outcomeOf(one, base, mutant))
  }
  return outcomes
}

/** `npm run bench:mutations`: seeds each fault into a good bundle, proves the bundle, and prints which check found the fault. */
async function main(): Promise<number> {
  const bases = await goodBundles()
  const { seeded, homeless } = mutants(bases)
  const outcomes = [
    ...(await staticOutcomes(
      seeded.filter(({ fault }) => fault.proof !== 'rehearsal'),
      bases,
    )),
    ...(await rehearsalOutcomes(seeded.filter(({ fault }) => fault.proof === 'rehearsal'))),
  ]
  for (const { fault, base, by, instead } of outcomes) {
    const verdict =
      by.length > 0 ? `found by ${by.join(', ')}` : `MISSED${instead.length > 0 ? `; failed instead: ${instead.join(', ')}` : ''}`
    process.stdout.write(`${fault.group.padEnd(10)} ${fault.name.padEnd(48)} ${base.slug.padEnd(30)} ${verdict}\n`)
  }
  for (const fault of homeless) process.stdout.write(`${fault.group.padEnd(10)} ${fault.name.padEnd(48)} no bundle has a place for it\n`)
  const found = outcomes.filter(({ by }) => by.length > 0).length
  process.stdout.write(
    `${found} of ${outcomes.length} faults found by the right check (${((100 * found) / outcomes.length).toFixed(1)} %, at least ${100 * bound} %)\n`,
  )
  return found / outcomes.length >= bound && homeless.length === 0 ? 0 : 1
}

runProgram(main)
