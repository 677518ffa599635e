import type { JqFact } from '../../worker/domain/gates/facts.ts'
import type { JqProgram } from '../../worker/domain/shell/jq-programs.ts'
import { isolation } from '../isolate.ts'
import { runChild } from '../run-child.ts'
import type { GatherOptions } from './gather.ts'

/** jq compiles a thousand programs in a tenth of a second. */
const compileTimeoutMs = 10_000

/** A bundle of the public collections has 130 programs at most. */
const maxPrograms = 1000
/** The longest list of arguments that every kernel takes. */
const maxTextBytes = 100_000

type Place = Pick<GatherOptions, 'root' | 'home' | 'signal'>

/** Programs that take part of another file, which a program in a definition cannot. */
const importing = /^\s*(import|include|module)\b/m

/**
 * Compiles the programs with jq itself and runs none of them. All of a bundle go in one call; only when that one is refused, each goes alone. Null when there is no
 * jq on this machine.
 */
export async function compilePrograms(programs: readonly JqProgram[], options: Place): Promise<JqFact[] | null> {
  const fit = programs
    .filter(({ text }) => !importing.test(text) && !text.includes('\0') && text.length < maxTextBytes / 4)
    .slice(0, maxPrograms)
  if (fit.length === 0) return []
  const whole = fit.map(definition)
  const isShort = whole.reduce((sum, { length }) => sum + length, 0) < maxTextBytes
  const first = isShort ? await compile(whole, options) : { code: 3, stderr: '' }
  if (first === null) return null
  if (first.code === 0) return fit.map((program) => ({ ...place(program), fault: null }))
  const facts: JqFact[] = []
  for (const [index, program] of fit.entries()) {
    const said = await compile([definition(program, index)], options)
    facts.push({ ...place(program), fault: said && said.code !== 0 ? faultOf(said.stderr, program) : null })
  }
  return facts
}

function place({ file, line }: JqProgram): Pick<JqFact, 'file' | 'line'> {
  return { file, line }
}

/** The program as the body of a function whose parameters are the variables that its command gives it, then a call of it, without which jq looks at nothing. */
function definition({ text, variables }: JqProgram, index: number): string {
  const parameters = [...new Set(variables)]
  const [declared, given] =
    parameters.length > 0
      ? [`(${parameters.map((name) => `$${name}`).join(';')})`, `(${parameters.map(() => 'null').join(';')})`]
      : ['', '']
  return `def p${index}${declared}: ${text}\n; empty | p${index}${given}`
}

async function compile(
  programs: readonly string[],
  { root, home, signal }: Place,
): Promise<{ code: number | null; stderr: string } | null> {
  const [command = '', ...args] = [...isolation().prefix, 'jq', '--null-input', programs.map((program) => `(${program}\n)`).join(', ')]
  try {
    return await runChild({ command, args, cwd: root, home, timeoutMs: compileTimeoutMs, maxOutputBytes: 1024 * 1024, signal })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function faultOf(stderr: string, program: JqProgram): JqFact['fault'] {
  const said = /^jq: error: (.*?)(?: at <top-level>)?(?:, line (\d+)(?:, column \d+)?:?.*)?$/m.exec(stderr)
  const message = (said?.[1] ?? 'jq refuses it').replace(/\s*\(Unix shell quoting issues\?\)/, '').trim()
  return { message, line: program.line + Math.max(0, Number(said?.[2] ?? '1') - 1) }
}
