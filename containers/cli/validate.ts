import { existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { gates } from '../../worker/domain/gates/all.ts'
import type { Report } from '../../worker/domain/report.ts'
import { type ReportFormat, reportFormats, reportMarkdown, reportSarif, reportText } from '../../worker/domain/report-formats.ts'
import { snapshotDirectory } from '../git/directory.ts'
import { openRepository } from '../git/open.ts'
import type { Snapshot } from '../git/tree.ts'
import { listTree } from '../git/tree.ts'
import { type BundleFile, bundleFiles, readEntries } from '../validate/assemble.ts'
import { validateFiles } from '../validate/validate.ts'
import { makeWorkDir } from '../work-dir.ts'
import { callerPath, callerSource, ensureVenv, failWith } from './setup.ts'

const usage = `Usage: npm run -s validate -- BUNDLE-DIR [--base REPO] [--format ${reportFormats.join('|')}]`
/** Findings listed in Markdown, which may go into a comment of at most 65,536 characters. */
const maxListed = 100

interface Asked {
  directory: string
  base: string | undefined
  format: ReportFormat
}

function readArguments(): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { base: { type: 'string' }, format: { type: 'string', default: 'json' } },
    })
    const [directory, ...more] = positionals
    const format = reportFormats.find((one) => one === values.format)
    if (!directory || more.length > 0 || format === undefined) return null
    return { directory: callerPath(directory), base: values.base === undefined ? undefined : callerSource(values.base), format }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

interface Sources {
  snapshot: Snapshot | null
  bundlePath: string
  files: BundleFile[]
}

/**
 * The bundle as it is on disk. Libraries and siblings come from `base`, or from the repository or plain directory that the bundle
 * stands in when it stands in a codebundles/ directory.
 */
async function readSources(directory: string, base: string | undefined, workDir: string): Promise<Sources> {
  const bundlePath = `codebundles/${basename(directory)}`
  const isPlaced = basename(dirname(directory)) === 'codebundles'
  const baseDir = join(workDir, 'base-repository')
  await mkdir(baseDir)
  if (base === undefined && isPlaced) {
    const root = dirname(dirname(directory))
    const snapshot = await snapshotDirectory({
      path: root,
      gitDir: null,
      workDir: baseDir,
      only: [bundlePath, 'libraries', 'requirements.txt'],
    })
    return { snapshot, bundlePath, files: await bundleFiles(snapshot, bundlePath) }
  }
  const own = await snapshotDirectory({ path: directory, gitDir: null, workDir, allowEmpty: true })
  const files = (await readEntries(own, await listTree(own))).map((file) => ({ ...file, path: `${bundlePath}/${file.path}` }))
  const snapshot = base === undefined ? null : await openRepository({ url: base, workDir: baseDir, allowPath: true })
  return { snapshot, bundlePath, files }
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
    const venv = ensureVenv()
    const { snapshot, bundlePath, files } = await readSources(asked.directory, asked.base, work.path)
    const progress = (message: string) => void process.stderr.write(`${message}\n`)
    const report = await validateFiles({ snapshot, bundlePath, base: files, draft: [], workDir: work.path, venv, started, progress })
    process.stdout.write(`${written(report, asked.format, bundlePath)}\n`)
    process.exitCode = report.ok ? 0 : 1
  } catch (error) {
    failWith(2, error instanceof Error ? error.message : String(error))
  } finally {
    await work.remove()
  }
}

await main()
