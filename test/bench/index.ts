import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { cloneWithOneChange, syntheticCollection } from './collection-clone.ts'
import { median, printFigures } from './figures.ts'
import type { Inspected, Inspection } from './index-child.ts'
import { runProgram } from './own-stack.ts'
import { watchMemory } from './process-tree.ts'

const rounds = 3

async function inspectOnce(inspection: Inspection): Promise<Inspected & { peakBytes: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'index-child.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const memory = watchMemory(child.pid ?? 0)
  const ended = new Promise<number | null>((done) => child.on('close', done))
  child.stdin.end(JSON.stringify(inspection))
  const output = await text(child.stdout)
  const code = await ended
  const peakBytes = memory.stop()
  if (code !== 0) throw new Error(`The inspection ended with ${code}.`)
  return { ...JSON.parse(output), peakBytes }
}

async function several(inspection: Inspection) {
  const runs: Awaited<ReturnType<typeof inspectOnce>>[] = []
  for (let round = 0; round < rounds; round += 1) runs.push(await inspectOnce(inspection))
  const [first] = runs
  if (!first) throw new Error('There was no run.')
  return { ...first, seconds: median(runs.map((run) => run.seconds)), peakBytes: Math.max(...runs.map((run) => run.peakBytes)) }
}

/** `npm run bench:index -- [PATH]`: full inspection of a clone, and again after one bundle changed; without a path, of a collection made of the samples. */
async function main(): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'registry-index-'))
  try {
    const given = process.argv[2]
    const source = given === undefined ? syntheticCollection(join(work, 'collection')) : resolve(process.env.INIT_CWD ?? '.', given)
    const full = await several({ url: source, known: {} })
    const { path, bundle } = cloneWithOneChange(source, join(work, 'changed.git'))
    const next = await several({ url: path, known: full.known })
    if (next.read !== 1) throw new Error(`After a change of ${bundle} ${next.read} CodeBundles were read, not one.`)
    process.stdout.write(
      `${given ?? 'samples'}: ${full.read} CodeBundles, ${full.files} files in them, history ${full.history ? 'read' : 'unknown'}\n`,
    )
    return printFigures([
      { name: `full inspection, median of ${rounds}`, value: full.seconds, unit: 's', bound: 12 },
      { name: 'its peak memory, all processes', value: full.peakBytes / 1024 ** 2, unit: 'MB', bound: 400 },
      { name: `after one bundle changed, median of ${rounds}`, value: next.seconds, unit: 's', bound: 1.5 },
    ])
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

runProgram(main)
