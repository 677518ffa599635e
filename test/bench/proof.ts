import { ensureVenv } from '../../containers/cli/setup.ts'
import { validateFiles } from '../../containers/validate/validate.ts'
import type { Check, Report } from '../../worker/domain/report.ts'
import { median, percentile, printFigures } from './figures.ts'
import { runProgram } from './own-stack.ts'
import { inWorkDir, type PublicBundle, publicBundles, readChoice } from './public-bundles.ts'

const venv = ensureVenv()

async function validateOnce({ snapshot, bundlePath, files }: PublicBundle): Promise<Report> {
  return inWorkDir((workDir) =>
    validateFiles({ snapshot, bundlePath, base: files, draft: [], workDir, venv, started: performance.now(), progress: () => undefined }),
  )
}

const failed = ({ checks }: Report) => checks.filter(({ status }) => status === 'fail')

function printBlocking(bundle: PublicBundle, report: Report): void {
  for (const { id, file, line, message, severity } of failed(report)) {
    if (severity !== 'block') continue
    const place = file === null ? '' : `${file.replace(`${bundle.bundlePath}/`, '')}${line === null ? '' : `:${line}`} `
    process.stdout.write(`  ${bundle.collection}/${bundle.slug} ${id} ${place}${message.slice(0, 160)}\n`)
  }
}

/** How many bundles have a finding of each check, most first. */
function printCounts(reports: readonly Report[]): void {
  const counts = new Map<string, number>()
  for (const report of reports) {
    const found = new Set(failed(report).map(({ id, severity }: Check) => `${severity.padEnd(6)} ${id}`))
    for (const key of found) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) process.stdout.write(`${String(count).padStart(4)}  ${key}\n`)
}

/**
 * `npm run bench:proof -- --collections PATTERN [--only TEXT] [--every N] [--twice]`: static checks and dry run of every public bundle, one at a time:
 * what blocks, how long, and, with `--twice`, whether a second run says the same.
 */
async function main(): Promise<number> {
  const choice = readChoice(process.argv.slice(2))
  const reports: Report[] = []
  let crashes = 0
  let differing = 0
  for await (const bundle of publicBundles(choice)) {
    try {
      const report = await validateOnce(bundle)
      reports.push(report)
      printBlocking(bundle, report)
      if (choice.twice && JSON.stringify((await validateOnce(bundle)).checks) !== JSON.stringify(report.checks)) {
        differing += 1
        process.stdout.write(`  ${bundle.collection}/${bundle.slug}: the second run says something else\n`)
      }
    } catch (error) {
      crashes += 1
      process.stdout.write(`  ${bundle.collection}/${bundle.slug} CRASHED: ${error instanceof Error ? error.stack : String(error)}\n`)
    }
  }
  printCounts(reports)
  const seconds = reports.map(({ durationMs }) => durationMs / 1000)
  process.stdout.write(`${reports.length} bundles, ${reports.filter(({ ok }) => ok).length} without a blocking finding\n`)
  return printFigures([
    { name: 'crashes', value: crashes, unit: '', bound: 0 },
    ...(choice.twice ? [{ name: 'bundles whose second run differs', value: differing, unit: '', bound: 0 }] : []),
    { name: 'static checks and dry run, median', value: median(seconds), unit: 's', bound: 4 },
    { name: 'static checks and dry run, p95', value: percentile(seconds, 0.95), unit: 's', bound: 10 },
    { name: 'static checks and dry run, longest', value: Math.max(...seconds), unit: 's', bound: 60 },
  ])
}

runProgram(main)
