import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'

/** How the runner becomes one file for its image, which has no node_modules. */
export function runnerBundle(outfile: string): BuildOptions {
  return {
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: true,
    logLevel: 'warning',
    // Packages in the older module format ask for Node's own modules by `require`, which a module does not have.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }
}
