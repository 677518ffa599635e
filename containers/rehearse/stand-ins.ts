import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { standInNames } from '../../worker/domain/rehearsal/classify-call.ts'
import type { Scenario } from '../../worker/domain/rehearsal/scenario.ts'
import { nothingThere } from '../../worker/domain/rehearsal/standard-scenarios.ts'

/** The directory with the Python programs of a rehearsal: beside this file in development, beside the bundle in the image. */
export const rehearsalPrograms = import.meta.dirname.endsWith('dist') ? join(import.meta.dirname, '..', 'rehearse') : import.meta.dirname

/** Waiting for something to become true is pointless where answers never change. */
const sleep = '#!/bin/sh\nexit 0\n'

export interface StandIns {
  /** Directory to put first on PATH. */
  bin: string
  /** Directory with the stand-ins and what they need. */
  place: string
}

/** Writes the stand-ins of one scenario to an empty directory. */
export async function layStandIns(place: string, scenario: Scenario, venv: string): Promise<StandIns> {
  const bin = join(place, 'bin')
  await mkdir(bin, { recursive: true })
  const program = await readFile(join(rehearsalPrograms, 'stand_in.py'), 'utf8')
  const recorder = join(place, 'stand-in')
  // Without site packages it starts in a fifth of the time.
  await writeFile(recorder, `#!${join(venv, 'bin', 'python')} -IS\n${program}`)
  await chmod(recorder, 0o755)
  await Promise.all(standInNames.map((name) => symlink('../stand-in', join(bin, name))))
  await writeFile(join(bin, 'sleep'), sleep)
  await chmod(join(bin, 'sleep'), 0o755)
  for (const name of ['aws_empty.json', 'shape_answer.py', 'kubectl_forms.py'])
    await copyFile(join(rehearsalPrograms, name), join(place, name))
  await writeFile(join(place, 'answers.json'), JSON.stringify(answersOf(scenario)))
  return { bin, place }
}

/** What the stand-ins answer, with those of the standard scenario that it falls back on. */
function answersOf(scenario: Scenario): Pick<Scenario, 'answers' | 'default'> {
  if (scenario.otherwise === undefined) return { answers: scenario.answers, default: scenario.default }
  return { answers: [...scenario.answers, ...nothingThere.answers], default: nothingThere.default }
}
