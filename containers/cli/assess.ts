import { parseArgs } from 'node:util'
import type { Judgement } from '../../worker/domain/assessment.ts'
import { assessRepository } from '../assess/assess.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { makeWorkDir } from '../work-dir.ts'
import { callerSource, ensureVenv, failWith } from './setup.ts'

const usage = 'Usage: npm run -s assess -- PATH-OR-URL [--ref REF] [--bundle SLUG] [--table] [--allow-unconfined]'

interface Asked {
  allowUnconfined: boolean
  source: string
  ref: string | undefined
  bundle: string | undefined
  table: boolean
}

function readArguments(): Asked | null {
  try {
    const options = {
      ref: { type: 'string' },
      bundle: { type: 'string' },
      table: { type: 'boolean', default: false },
      'allow-unconfined': { type: 'boolean', default: false },
    } as const
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [source, ...more] = positionals
    if (!source || more.length > 0) return null
    return {
      source: callerSource(source),
      ref: values.ref,
      bundle: values.bundle,
      table: values.table,
      allowUnconfined: values['allow-unconfined'],
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

type Row = Judgement & { path: string }

/** How many bundles have a score of 0–9 … 90–100, then each bundle with its worst loss. */
function tableOf(rows: readonly Row[]): string {
  const bars = Array.from({ length: 10 }, (_unused, tenth) => {
    const count = rows.filter(({ score }) => Math.min(9, Math.floor(score / 10)) === tenth).length
    return (
      `${String(tenth * 10).padStart(3)}–${tenth === 9 ? 100 : tenth * 10 + 9}`.padEnd(8) +
      `${String(count).padStart(4)} ${'█'.repeat(count)}`
    )
  })
  const lines = [...rows]
    .sort((a, b) => a.score - b.score)
    .map(({ path, score, security, points }) => {
      const [worst] = points
      const lost =
        worst && worst.earned < worst.of ? `${worst.id} −${Math.round((worst.of - worst.earned) * 10) / 10}: ${worst.reason}` : ''
      return `${String(score).padStart(3)}  ${security.level.padEnd(6)} ${path.replace('codebundles/', '').padEnd(48)} ${lost.slice(0, 120)}`
    })
  return [...bars, '', ...lines, ''].join('\n')
}

async function main(): Promise<void> {
  const asked = readArguments()
  if (!asked) return failWith(2, usage)
  const work = await makeWorkDir()
  try {
    const { source: url, ref, bundle, table, allowUnconfined } = asked
    const rows: Row[] = []
    const choice = { ...(ref === undefined ? {} : { ref }), ...(bundle === undefined ? {} : { paths: [`codebundles/${bundle}`] }) }
    for await (const line of assessRepository({
      url,
      ...choice,
      workDir: work.path,
      venv: ensureVenv(),
      allowPath: true,
      allowUnconfined,
    })) {
      if (line.type === 'assessment') rows.push({ path: line.path, ...line.assessment })
      if (line.type === 'progress') process.stderr.write(`${line.message}\n`)
      if (line.type === 'unassessed') failWith(1, `${line.path}: ${line.message}`)
    }
    if (bundle !== undefined && rows.length === 0) return failWith(1, `There is no CodeBundle ${bundle}.`)
    process.stdout.write(table ? tableOf(rows) : `${JSON.stringify(rows)}\n`)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    failWith(error instanceof SandboxFailure ? 1 : 2, message)
  } finally {
    await work.remove()
  }
}

await main()
