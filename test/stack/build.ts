import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { runnerBundle } from '../../containers/bundle-options.ts'
import { weighPages } from './page-weights.ts'
import { projectRoot } from './paths.ts'
import { prepareWeb, run, tool, wranglerEnv } from './prepare.ts'
import { StackError } from './stack-error.ts'

/** What a Worker may weigh: more costs start-up time at every place where it runs. */
const workerLimitBytes = 500_000

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}

/** One file for the container: its image needs no node_modules. */
async function bundleRunner(): Promise<void> {
  await build(runnerBundle(join(projectRoot, 'containers/dist/main.mjs')))
}

/** Builds the Worker as a deployment would, and returns the gzip size of its modules. */
async function bundleWorker(): Promise<number> {
  const out = join(projectRoot, '.local/build')
  mkdirSync(out, { recursive: true })
  await run(tool('wrangler'), ['deploy', '--dry-run', '--outdir', out, '--containers-rollout=none'], wranglerEnv)
  const modules = readdirSync(out).filter((name) => /\.(js|mjs|wasm)$/.test(name))
  return modules.reduce((sum, name) => sum + gzipSync(readFileSync(join(out, name))).byteLength, 0)
}

async function main(): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`)
  await prepareWeb(say)
  await weighPages(join(projectRoot, 'web/dist'), say)
  await bundleRunner()
  const bytes = await bundleWorker()
  say(`Worker bundle: ${kilobytes(bytes)} gzip (at most ${kilobytes(workerLimitBytes)})`)
  if (bytes > workerLimitBytes) throw new StackError('The Worker bundle is too large.')
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof StackError ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
