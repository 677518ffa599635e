import { parseArgs } from 'node:util'
import { inspectAll } from '../inspect/inspect.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { makeWorkDir } from '../work-dir.ts'
import { callerSource, ensureVenv, failWith } from './setup.ts'

const usage = 'Usage: npm run -s inspect -- PATH-OR-URL [--ref REF] [--allow-unconfined]'

function readArguments(): { source: string; ref: string | undefined; allowUnconfined: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { ref: { type: 'string' }, 'allow-unconfined': { type: 'boolean', default: false } },
    })
    const [source, ...more] = positionals
    return source && more.length === 0
      ? { source: callerSource(source), ref: values.ref, allowUnconfined: values['allow-unconfined'] }
      : null
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

async function main(): Promise<void> {
  const asked = readArguments()
  if (!asked) return failWith(2, usage)
  const work = await makeWorkDir()
  try {
    const { source: url, ref, allowUnconfined } = asked
    const catalogue = await inspectAll({
      url,
      ...(ref === undefined ? {} : { ref }),
      workDir: work.path,
      venv: ensureVenv(),
      allowPath: true,
      allowUnconfined,
    })
    process.stdout.write(`${JSON.stringify(catalogue)}\n`)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    failWith(error instanceof SandboxFailure ? 1 : 2, message)
  } finally {
    await work.remove()
  }
}

await main()
