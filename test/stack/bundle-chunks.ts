import { join } from 'node:path'
import { build } from 'esbuild'
import { projectRoot } from './paths.ts'

/**
 * Makes the modules that the Worker loads when it needs them. wrangler bundles everything into one file, dynamic imports too, except
 * for what it finds ready under the imported name beside the importing file (`base_dir` and `rules` in wrangler.toml).
 */
async function bundleChunks(): Promise<void> {
  await build({
    stdin: { contents: `export { OpenAI } from 'openai'`, resolveDir: projectRoot },
    outfile: join(projectRoot, 'worker/chunks/openai'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    minify: true,
    logLevel: 'error',
  })
}

await bundleChunks()
