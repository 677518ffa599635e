import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Lock, lockSchema } from '../../worker/domain/rehearsal/locks.ts'
import { type ReportFormat, reportFormats } from '../../worker/domain/report-formats.ts'
import { validateFiles } from '../validate/validate.ts'
import { makeWorkDir } from '../work-dir.ts'
import { readSources } from './bundle-sources.ts'
import { formatNamed, written } from './print-report.ts'
import { callerPath, callerSource, ensureVenv, failWith } from './setup.ts'

const usage = `Usage: npm run -s validate -- BUNDLE-DIR [--base REPO] [--rehearse] [--locks FILE] [--format ${reportFormats.join('|')}] [--allow-unconfined]`

interface Asked {
  directory: string
  base: string | undefined
  format: ReportFormat
  rehearse: boolean
  locks: string | undefined
  allowUnconfined: boolean
}

function readArguments(): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        base: { type: 'string' },
        format: { type: 'string', default: 'json' },
        rehearse: { type: 'boolean', default: false },
        locks: { type: 'string' },
        'allow-unconfined': { type: 'boolean', default: false },
      },
    })
    const [directory, ...more] = positionals
    const format = formatNamed(values.format)
    if (!directory || more.length > 0 || format === undefined) return null
    return {
      directory: callerPath(directory),
      base: values.base === undefined ? undefined : callerSource(values.base),
      format,
      rehearse: values.rehearse,
      locks: values.locks === undefined ? undefined : callerPath(values.locks),
      allowUnconfined: values['allow-unconfined'],
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** The locks of a file: a JSON list of `{path, sha256}`. Throws with one sentence. */
function readLocks(file: string | undefined): Lock[] {
  if (file === undefined) return []
  try {
    return z.array(lockSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Error(`${file} is no list of locks: [{"path": "codebundles/…", "sha256": "…"}].`)
  }
}

async function main(): Promise<void> {
  const started = performance.now()
  const asked = readArguments()
  if (!asked) return failWith(2, usage)
  if (!existsSync(asked.directory) || !statSync(asked.directory).isDirectory()) return failWith(2, `${asked.directory} is not a directory.`)
  const work = await makeWorkDir()
  try {
    const venv = ensureVenv()
    const { snapshot, bundlePath, files } = await readSources(asked.directory, asked.base, work.path)
    const progress = (message: string) => void process.stderr.write(`${message}\n`)
    const { rehearse, allowUnconfined, format } = asked
    const locks = readLocks(asked.locks)
    const place = { snapshot, bundlePath, base: files, draft: [], workDir: work.path, venv }
    const report = await validateFiles({ ...place, locks, rehearse, allowUnconfined, started, progress })
    process.stdout.write(`${format === 'json' ? JSON.stringify(report) : written(report, format, bundlePath)}\n`)
    process.exitCode = report.ok ? 0 : 1
  } catch (error) {
    failWith(2, error instanceof Error ? error.message : String(error))
  } finally {
    await work.remove()
  }
}

await main()
