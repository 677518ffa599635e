import { holdsVariable, splitNamed } from '../robot-cells.ts'
import { allCalls, normalName, type RobotCall, type RobotStep, settingsNamed, splitKeyword } from '../robot-model.ts'
import type { BundleFacts, RobotFact } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about sli.robot: it reads only, and gives a number between 0 and 1 that says what is wrong. */

function slis(facts: BundleFacts): RobotFact[] {
  return facts.robots.filter(({ role }) => role === 'sli')
}

/** Every call that pushes a metric, also behind a keyword that runs keywords. */
function pushes({ model }: RobotFact): RobotCall[] {
  return [...allCalls(model)].filter(({ keyword, args }) =>
    [keyword, ...args.map(([text]) => text)].some((text) => normalName(splitKeyword(text).name) === 'pushmetric'),
  )
}

export const sliReadOnly: Gate = {
  id: 'sli/read-only',
  severity: 'block',
  title: 'The tasks of the SLI only read.',
  reason: 'An SLI runs every few minutes and without anybody watching.',
  hint: 'Move what changes something into the runbook; tag the task access:read-only.',
  check: (facts) =>
    slis(facts).flatMap(({ path, model }) =>
      model.tasks.flatMap((task): Finding[] => {
        const tags = settingsNamed(task.settings, 'Tags').flatMap(({ cells }) => cells.map(([text]) => text.toLowerCase()))
        if (!tags.includes('access:read-write')) return []
        return [{ file: path, line: task.line, message: `The task "${task.name}" of the SLI is tagged access:read-write.` }]
      }),
    ),
}

export const sliDimensions: Gate = {
  id: 'sli/dimensions',
  severity: 'advise',
  title: 'An SLI of several tasks pushes a metric for each of them.',
  reason: 'From the whole number alone nobody sees which of the checks brought it down.',
  hint: 'Call RW.Core.Push Metric with sub_name= in each task that measures something.',
  check: (facts) =>
    slis(facts).flatMap((sli): Finding[] => {
      const found = pushes(sli)
      // One task measures and one puts together.
      if (sli.model.tasks.length < 3 || found.length === 0) return []
      if (found.some(({ args }) => args.some(([text]) => splitNamed(text)?.name === 'sub_name'))) return []
      return [
        { file: sli.path, line: found[0]?.line ?? null, message: `${sli.model.tasks.length} tasks push one metric without a sub_name.` },
      ]
    }),
}

export const sliRange: Gate = {
  id: 'sli/range',
  severity: 'warn',
  title: 'The SLI gives a number between 0 and 1.',
  reason: 'The platform draws and alerts on 1 as healthy and 0 as not.',
  hint: 'Divide by what was checked, or give 1 or 0.',
  check: (facts) =>
    slis(facts).flatMap((sli) =>
      pushes(sli).flatMap(({ args, line }): Finding[] => {
        const [value = ''] = args.map(([text]) => text.replace(/^\$\{(-?[\d.]+)\}$/, '$1')).filter((text) => /^-?\d+(\.\d+)?$/.test(text))
        const isOutside = value !== '' && (Number(value) < 0 || Number(value) > 1)
        return isOutside ? [{ file: sli.path, line, message: `The metric ${value} is not between 0 and 1.` }] : []
      }),
    ),
}

/** A comparison with a number that nobody can change. With 0 and 1 one asks for something or nothing. */
const comparison = /(?:<=?|>=?)\s*\(?\s*(\d+(?:\.\d+)?)(?![\w.])/g
const harmless = new Set([0, 1])

export const sliThresholds: Gate = {
  id: 'sli/threshold',
  severity: 'advise',
  title: 'The thresholds of the SLI are variables.',
  reason: 'What is too much differs from system to system; a number in the code cannot be set.',
  hint: 'Import the threshold with Import User Variable and a default.',
  check: (facts) =>
    slis(facts).flatMap(({ path, model }) =>
      [...model.tasks, ...model.keywords].flatMap(({ steps }) =>
        conditionsIn(steps).flatMap(({ text, line }) =>
          [...text.matchAll(comparison)]
            .filter(([, number]) => !harmless.has(Number(number)))
            .map(([, number]) => ({ file: path, line, message: `The SLI compares with the fixed number ${number}.` })),
        ),
      ),
    ),
}

/** Conditions of IF, and what Evaluate and Set Variable If compare, where a variable is compared. */
function conditionsIn(steps: readonly RobotStep[]): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = []
  const add = (text: string, line: number) => {
    if (holdsVariable(text) || /\$\w/.test(text)) found.push({ text: text.replace(/len\([^)]*\)\s*[<>]=?\s*\d+/g, ''), line })
  }
  for (const step of steps) {
    if (step.kind === 'block') {
      if (/IF$/.test(step.type)) for (const [text, line] of step.cells) add(text, line)
      found.push(...conditionsIn(step.body))
    } else if (step.kind === 'call' && /^(evaluate|setvariableif|runkeywordif)$/.test(normalName(splitKeyword(step.keyword).name))) {
      const [first] = step.args
      if (first) add(first[0], first[1])
    }
  }
  return found
}
