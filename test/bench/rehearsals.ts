import { ensureVenv } from '../../containers/cli/setup.ts'
import { rehearse } from '../../containers/rehearse/rehearse.ts'
import type { RehearsalReport, RehearsedFile } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import { median, percentile, printFigures } from './figures.ts'
import { runProgram } from './own-stack.ts'
import { inWorkDir, type PublicBundle, publicBundles, readChoice } from './public-bundles.ts'

const venv = ensureVenv()

function rehearseOnce({ snapshot, bundlePath, files }: PublicBundle): Promise<RehearsalReport> {
  return inWorkDir((workDir) => rehearse({ snapshot, bundlePath, files, allowUnconfined: false, workDir, venv, progress: () => undefined }))
}

function verdictOf(file: RehearsedFile | undefined): string {
  if (!file) return '–'
  return file.verdict?.looks ?? `${file.outcome}: ${(file.why ?? '').slice(0, 70)}`
}

/** What the bundle looks like when every command fails: its runbook, its SLI. */
function rowOf(report: RehearsalReport): { runbook: string; sli: string } {
  const files = report.scenarios.find(({ name }) => name === 'everything-fails')?.files ?? []
  const of = (role: string) => verdictOf(files.find((file) => file.role === role))
  return { runbook: of('runbook'), sli: of('sli') }
}

/**
 * `npm run bench:rehearsals -- --collections PATTERN [--only TEXT] [--every N]`: both standard scenarios on every public bundle, and the table of those that look
 * healthy when nothing could be checked.
 */
async function main(): Promise<number> {
  const rows: { name: string; runbook: string; sli: string }[] = []
  const seconds: number[] = []
  let crashes = 0
  for await (const bundle of publicBundles(readChoice(process.argv.slice(2)))) {
    const name = `${bundle.collection}/${bundle.slug}`
    try {
      const report = await rehearseOnce(bundle)
      const row = { name, ...rowOf(report) }
      rows.push(row)
      seconds.push(...report.scenarios.filter(({ ran }) => ran).map(({ durationMs }) => durationMs / 1000))
      process.stdout.write(
        `${name.padEnd(72)} ${row.runbook.padEnd(14)} ${row.sli.padEnd(14)} ${(report.durationMs / 1000).toFixed(1)} s\n`,
      )
    } catch (error) {
      crashes += 1
      process.stdout.write(`${name} CRASHED: ${error instanceof Error ? error.stack : String(error)}\n`)
    }
  }
  const healthy = rows.filter(({ runbook, sli }) => runbook === 'healthy' || sli === 'healthy')
  process.stdout.write(`\nLook healthy when every command fails: ${healthy.length} of ${rows.length}\n`)
  for (const { name, runbook, sli } of healthy) process.stdout.write(`| ${name} | ${runbook} | ${sli} |\n`)
  return printFigures([
    { name: 'crashes', value: crashes, unit: '', bound: 0 },
    { name: 'one scenario, median', value: median(seconds), unit: 's', bound: 6 },
    { name: 'one scenario, p95', value: percentile(seconds, 0.95), unit: 's', bound: 60 },
  ])
}

runProgram(main)
