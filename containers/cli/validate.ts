import { existsSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { validateFiles } from '../validate/validate.ts'
import { makeWorkDir } from '../work-dir.ts'
import { readSources } from './bundle-sources.ts'
import { callerPath, callerSource, ensureVenv, failWith } from './setup.ts'

const usage = 'Usage: npm run -s validate -- BUNDLE-DIR [--base REPO]'

function readArguments(): { directory: string; base: string | undefined } | null {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { base: { type: 'string' } } })
    const [directory, ...more] = positionals
    if (!directory || more.length > 0) return null
    return { directory: callerPath(directory), base: values.base === undefined ? undefined : callerSource(values.base) }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
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
    process.stdout.write(`${JSON.stringify(report)}\n`)
    process.exitCode = report.ok ? 0 : 1
  } catch (error) {
    failWith(2, error instanceof Error ? error.message : String(error))
  } finally {
    await work.remove()
  }
}

await main()
