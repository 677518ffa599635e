import { createContext, Script } from 'node:vm'
import type { PatternFact } from '../../worker/domain/gates/facts.ts'
import { enumValues, type RobotImport } from '../../worker/domain/robot-imports.ts'

/** A sane pattern takes microseconds; one that backtracks without end must not stop the runner. */
const timeoutMs = 50

/** Bounds the work of a hostile draft. */
const maxMatches = 300

/** Tries every import's pattern on its example, default and enum values. */
export function matchPatterns(imports: readonly RobotImport[]): PatternFact[] {
  const found = new Map<string, PatternFact>()
  for (const { options } of imports) {
    const pattern = options.get('pattern')
    if (pattern === undefined) continue
    const texts = [options.get('example'), options.get('default'), ...enumValues(options.get('enum') ?? '')]
    for (const text of ['', ...texts.filter((value) => value !== undefined)]) {
      const key = `${pattern}\0${text}`
      if (!found.has(key) && found.size < maxMatches) found.set(key, { pattern, text, result: match(pattern, text) })
    }
  }
  return [...found.values()]
}

/** Runs the match where it can be stopped: a regular expression cannot be interrupted in the runner's own thread. */
function match(pattern: string, text: string): PatternFact['result'] {
  const context = createContext(Object.assign(Object.create(null), { pattern, text }))
  const source = `
    const flags = pattern.startsWith('(?i)') ? 'i' : ''
    const body = pattern.replace(/^\\(\\?i\\)/, '')
    new RegExp('^(?:' + body + ')$', flags).test(text) ? 'whole' : new RegExp(body, flags).test(text) ? 'part' : 'none'`
  try {
    const result: unknown = new Script(source).runInContext(context, { timeout: timeoutMs })
    return result === 'whole' || result === 'part' ? result : 'none'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'slow' : 'invalid'
  }
}
