import { join } from 'node:path'
import type { JqFact } from '../../worker/domain/gates/facts.ts'
import type { JqProgram } from '../../worker/domain/shell/jq-programs.ts'
import { readingPolicy } from '../confine/policy.ts'
import { runStep } from '../confine/run-step.ts'
import { linesOf } from '../robot/json-lines.ts'
import { pythonPrograms } from '../robot/read-robot.ts'
import type { GatherOptions } from './gather.ts'

/** jq compiles a thousand programs in a second. */
const compileTimeoutMs = 15_000

/** A bundle of the public collections has 130 programs at most. */
const maxPrograms = 1000

/** Programs that take part of another file. */
const importing = /^\s*(import|include|module)\b/m

/**
 * Compiles the programs with jq's own compiler, of the version in the virtual environment, and runs none of them: which jq the machine has must not decide what a bundle is
 * worth. What could not be compiled in time has no fact.
 */
export async function compilePrograms(
  programs: readonly JqProgram[],
  { home, venv, signal }: Pick<GatherOptions, 'home' | 'venv' | 'signal'>,
): Promise<JqFact[]> {
  const fit = programs.filter(({ text }) => !importing.test(text) && !text.includes('\0')).slice(0, maxPrograms)
  if (fit.length === 0) return []
  const result = await runStep({
    policy: readingPolicy,
    command: join(venv, 'bin', 'python'),
    args: ['-B', join(pythonPrograms, 'compile_jq.py')],
    cwd: pythonPrograms,
    home,
    venv,
    see: [pythonPrograms],
    copy: [],
    stdin: JSON.stringify(fit.map(({ text, variables }) => ({ text, variables }))),
    wallMs: compileTimeoutMs,
    // It compiles what it reads and runs none of it.
    allowUnconfined: true,
    signal,
  })
  const said = linesOf(result)
  return fit.slice(0, said.length).map((program, index) => {
    const message = said[index]
    return { file: program.file, line: program.line, fault: typeof message === 'string' ? faultOf(message, program) : null }
  })
}

function faultOf(said: string, program: JqProgram): NonNullable<JqFact['fault']> {
  const [first = ''] = said.replace(/^jq: error: /, '').split('\n')
  const line = Number(/, line (\d+)/.exec(first)?.[1] ?? '1')
  const message = first.replace(/ at <top-level>.*$/, '').replace(/\s*\(Unix shell quoting issues\?\)/, '')
  return { message: message.trim().slice(0, 300), line: program.line + Math.max(0, line - 1) }
}
