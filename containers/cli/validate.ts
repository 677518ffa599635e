import { existsSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gates } from '../../worker/domain/gates/all.ts'
import type { Report } from '../../worker/domain/report.ts'
import { type ReportFormat, reportFormats, reportMarkdown, reportSarif, reportText } from '../../worker/domain/report-formats.ts'
import { validateFiles } from '../validate/validate.ts'
import { makeWorkDir } from '../work-dir.ts'
import { readSources } from './bundle-sources.ts'
import { callerPath, callerSource, ensureVenv, failWith } from './setup.ts'

const usage = `Usage: npm run -s validate -- BUNDLE-DIR [--base REPO] [--format ${reportFormats.join('|')}] [--allow-unconfined]`
/** Findings listed in Markdown, which may go into a comment of at most 65,536 characters. */
const maxListed = 100

interface Asked {
  directory: string
  base: string | undefined
  format: ReportFormat
  allowUnconfined: boolean
}

function readArguments(): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        base: { type: 'string' },
        format: { type: 'string', default: 'json' },
        'allow-unconfined': { type: 'boolean', default: false },
      },
    })
    const [directory, ...more] = positionals
    const format = reportFormats.find((one) => one === values.format)
    if (!directory || more.length > 0 || format === undefined) return null
    const base = values.base === undefined ? undefined : callerSource(values.base)
    return { directory: callerPath(directory), base, format, allowUnconfined: values['allow-unconfined'] }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function written(report: Report, format: ReportFormat, bundlePath: string): string {
  switch (format) {
    case 'json':
      return JSON.stringify(report)
    case 'text':
      return reportText(report)
    case 'markdown':
      return reportMarkdown(report, maxListed).join('\n')
    case 'sarif':
      return JSON.stringify(reportSarif(report, gates, bundlePath), null, 2)
  }
}

async function main(): Promise<void> {
  const started = performance.now()
  const asked = readArguments()
  if (!asked) return failWith(2, usage)
  if (!existsSync(asked.directory) || !statSync(asked.directory).isDirectory()) return failWith(2, `${asked.directory} is not a directory.`)
  const work = await makeWorkDir()
  try {
    const { allowUnconfined } = asked
    const venv = ensureVenv()
    const { snapshot, bundlePath, files } = await readSources(asked.directory, asked.base, work.path)
    const progress = (message: string) => void process.stderr.write(`${message}\n`)
    const report = await validateFiles({
      snapshot,
      bundlePath,
      base: files,
      draft: [],
      workDir: work.path,
      venv,
      allowUnconfined,
      started,
      progress,
    })
    process.stdout.write(`${written(report, asked.format, bundlePath)}\n`)
    process.exitCode = report.ok ? 0 : 1
  } catch (error) {
    failWith(2, error instanceof Error ? error.message : String(error))
  } finally {
    await work.remove()
  }
}

await main()
