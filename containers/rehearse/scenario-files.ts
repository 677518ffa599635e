import { parse } from 'yaml'
import { type ParsedScenario, parseScenario } from '../../worker/domain/rehearsal/scenario.ts'
import { everythingFails, nothingThere } from '../../worker/domain/rehearsal/standard-scenarios.ts'
import type { BundleFile } from '../validate/assemble.ts'

/** In which every bundle is run. */
export const standardScenarios = [everythingFails, nothingThere]

/** More scenarios than this of one bundle are not run. */
export const maxScenarios = 20

/** How many scenarios a bundle is run in at most, the standard ones included. */
export function scenarioCount(files: readonly BundleFile[], bundlePath: string): number {
  return standardScenarios.length + Math.min(maxScenarios, scenarioFiles(files, bundlePath).length)
}

/** The bundle's own scenarios: `.test/rehearsal/*.yaml`, in path order. */
export function scenarioFiles(files: readonly BundleFile[], bundlePath: string): BundleFile[] {
  const folder = `${bundlePath}/.test/rehearsal/`
  return files.filter(({ path, kind }) => kind === 'file' && path.startsWith(folder) && /^[^/]+\.ya?ml$/.test(path.slice(folder.length)))
}

/** Reads a scenario's YAML. A fault is one sentence that names the file. */
export function readScenario(file: string, text: string): ParsedScenario {
  try {
    // The bound on aliases is the parser's own defence against a bomb.
    return parseScenario(file, parse(text, { maxAliasCount: 50 }))
  } catch (error) {
    const [first = 'it is no YAML'] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { ok: false, message: `${file}: ${first}` }
  }
}
