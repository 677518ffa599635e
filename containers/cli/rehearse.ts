import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { RehearsalReport } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import { reportOfRehearsal } from '../../worker/domain/rehearsal/summarise.ts'
import { type ReportFormat, reportFormats } from '../../worker/domain/report-formats.ts'
import { describeRehearsal } from '../rehearse/describe.ts'
import { rehearse } from '../rehearse/rehearse.ts'
import { refusePath } from '../validate/assemble.ts'
import { makeWorkDir } from '../work-dir.ts'
import { readSources, readSourcesWithin, type Sources } from './bundle-sources.ts'
import { formatNamed, written } from './print-report.ts'
import { callerPath, callerSource, ensureVenv, failWith } from './setup.ts'

const usage = `Usage: npm run -s rehearse -- BUNDLE-DIR [--base REPO] [--scenario FILE] [--format ${reportFormats.join('|')}] [--seconds N] [--allow-unconfined]`

interface Asked {
  directory: string
  base: string | undefined
  scenario: string | undefined
  format: ReportFormat
  wallMs: number | undefined
  allowUnconfined: boolean
}

const options = {
  base: { type: 'string' },
  scenario: { type: 'string' },
  format: { type: 'string', default: 'json' },
  seconds: { type: 'string' },
  'allow-unconfined': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

function readArguments(): Asked | 'help' | null {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [directory, ...more] = positionals
    const { base, scenario, seconds } = values
    const format = formatNamed(values.format)
    if (values.help) return 'help'
    if (!directory || more.length > 0 || format === undefined) return null
    if (seconds !== undefined && !/^[1-9]\d{0,3}$/.test(seconds)) return null
    return {
      directory,
      base: base === undefined ? undefined : callerSource(base),
      scenario: scenario === undefined ? undefined : callerPath(scenario),
      format,
      wallMs: seconds === undefined ? undefined : Number(seconds) * 1000,
      allowUnconfined: values['allow-unconfined'],
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** A directory on this machine, or else the path of a bundle in the repository that `--base` names. Null when it is neither. */
async function sourcesOf({ directory, base }: Asked, workDir: string): Promise<Sources | null> {
  const path = callerPath(directory)
  if (existsSync(path) && statSync(path).isDirectory()) return readSources(path, base, workDir)
  const name = /^(?:codebundles\/)?([^/]+)\/?$/.exec(directory)?.[1]
  return base === undefined || name === undefined || refusePath(name) ? null : readSourcesWithin(`codebundles/${name}`, base, workDir)
}

function textOf(report: RehearsalReport, format: ReportFormat): string {
  if (format === 'json') return JSON.stringify(report)
  return format === 'text' ? describeRehearsal(report).trimEnd() : written(reportOfRehearsal(report), format, report.bundle)
}

async function run(asked: Asked): Promise<void> {
  const work = await makeWorkDir()
  try {
    const { scenario, format, wallMs, allowUnconfined } = asked
    const venv = ensureVenv()
    const only = scenario === undefined ? undefined : { path: basename(scenario), text: readFileSync(scenario, 'utf8') }
    const sources = await sourcesOf(asked, work.path)
    if (sources === null) return failWith(2, `${asked.directory} is not a directory.`)
    const { snapshot, bundlePath, files } = sources
    const progress = (message: string) => void process.stderr.write(`${message}\n`)
    const report = await rehearse({ snapshot, bundlePath, files, only, allowUnconfined, wallMs, workDir: work.path, venv, progress })
    process.stdout.write(`${textOf(report, format)}\n`)
    process.exitCode = report.ok ? 0 : 1
  } catch (error) {
    failWith(2, error instanceof Error ? error.message : String(error))
  } finally {
    await work.remove()
  }
}

async function main(): Promise<void> {
  const asked = readArguments()
  if (asked === 'help') return void process.stdout.write(`${usage}\n`)
  if (!asked) return failWith(2, usage)
  return run(asked)
}

await main()
