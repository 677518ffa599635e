import { ensureVenv } from '../../containers/cli/setup.ts'
import { confinementHere } from '../../containers/confine/machine.ts'
import { dryRunPolicy } from '../../containers/confine/policy.ts'
import { runStep } from '../../containers/confine/run-step.ts'
import { makeWorkDir } from '../../containers/work-dir.ts'
import { confinementText } from '../../worker/domain/confinement.ts'
import { goodNeighbour, graceMs, judge, lightAttempts, run, templateAttempts } from '../container/escape-attempts.ts'
import { heavyAttempts } from '../container/escape-heavy.ts'
import { makeWorld } from '../container/escape-world.ts'

/** Bundles that attack the runner, one after the other: `npm run bench:escapes`. Fails when one gets through or takes too long. */

/** What shutting a step off costs: the time of a program that does nothing. */
async function costMs(): Promise<number[]> {
  const work = await makeWorkDir()
  const times: number[] = []
  const step = { policy: dryRunPolicy, command: 'true', args: [], cwd: work.path, home: work.path, venv: ensureVenv(), see: [], copy: [] }
  for (let turn = 0; turn < 21; turn += 1) {
    const started = performance.now()
    await runStep({ ...step, allowUnconfined: false })
    times.push(performance.now() - started)
  }
  await work.remove()
  return times.sort((a, b) => a - b)
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(7)

async function main(): Promise<number> {
  const here = confinementHere(ensureVenv(), false)
  process.stdout.write(`${confinementText(here)}\n`)
  if (!here.ran) return 1
  const times = await costMs()
  process.stdout.write(
    `Shutting a step off: median ${Math.round(times[10] ?? 0)} ms, slowest of 21 ${Math.round(times.at(-1) ?? 0)} ms.\n\n`,
  )
  const world = await makeWorld()
  const usual = await goodNeighbour()
  let bad = 0
  process.stdout.write(`${'attempt'.padEnd(32)} ${'through'.padEnd(17)} outcome     time   limit  neighbour\n`)
  for (const attempt of [...lightAttempts(world.targets), ...templateAttempts(String(world.targets.secret)), ...heavyAttempts]) {
    const [outcome, neighbour] = await Promise.all([run(attempt), goodNeighbour()])
    const wrong = judge(attempt, outcome, world)
    const same = neighbour.ok === usual.ok && JSON.stringify(neighbour.looks) === JSON.stringify(usual.looks)
    if (wrong.length > 0 || !same) bad += 1
    const end = `${seconds(outcome.ms)} ${seconds(attempt.limitMs)}  ${same ? 'as usual' : 'DIFFERENT'} in${seconds(neighbour.ms)}`
    process.stdout.write(
      `${attempt.name.padEnd(32)} ${attempt.through.padEnd(17)} ${(wrong[0] ?? 'failed').slice(0, 60).padEnd(8)} ${end}\n`,
    )
  }
  await world.close()
  process.stdout.write(`\n${bad} got through, lasted more than ${graceMs / 1000} s past their limit or changed a neighbour's answer.\n`)
  return bad === 0 ? 0 : 1
}

process.exitCode = await main()
