import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureVenv } from '../../containers/cli/setup.ts'

const target = resolve(import.meta.dirname, '../../worker/generation/keywords.json')

/** The libraries that a CodeBundle may use without bringing its own, and the packages they come from. */
const libraries: Record<string, string> = {
  'RW.Core': 'rw-core-keywords',
  'RW.CLI': 'rw-cli-keywords',
  'RW.K8sHelper': 'rw-cli-keywords',
  'RW.K8sLog': 'rw-cli-keywords',
  'RW.NextSteps': 'rw-cli-keywords',
}

export interface LibraryKeywords {
  /** `rw-cli-keywords 2026.3.25.1`. */
  package: string
  /** `Run Cli | cmd | timeout_seconds=60`. */
  keywords: string[]
}

/** The keywords of the libraries in a virtual environment, as Robot Framework reads them. */
export function installedKeywords(venv: string): Record<string, LibraryKeywords> {
  const pairs = Object.entries(libraries).map(([library, name]) => `${library}=${name}`)
  const program = join(import.meta.dirname, 'describe_keywords.py')
  return JSON.parse(
    execFileSync(join(venv, 'bin', 'python'), ['-B', program, ...pairs], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
}

/** `npm run keywords`: writes the keyword reference that models are given. */
function main(): void {
  writeFileSync(target, `${JSON.stringify(installedKeywords(ensureVenv()), null, 2)}\n`)
  process.stdout.write(`${target}\n`)
}

if (process.argv[1] === import.meta.filename) main()
