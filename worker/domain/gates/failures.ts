import { allCalls, callsIn, normalName, type RobotStep, splitKeyword } from '../robot-model.ts'
import { type BundleFacts, taskFiles } from './facts.ts'
import type { Gate } from './gate.ts'

/** Rules about what happens when something could not be checked: it must not look healthy. */

/** Keywords that tell somebody, or gather what is told later. */
const tells =
  /^(addissue|fail|fatalerror|pushmetric|addtoreport|addpretoreport|addjsontoreport|addtabletoreport|addurltoreport|appendtolist|createdictionary)$/

type Block = Extract<RobotStep, { kind: 'block' }>

/** Every EXCEPT branch of the task files. */
export function exceptBranches(facts: BundleFacts): { path: string; block: Block; userKeywords: ReadonlySet<string> }[] {
  return taskFiles(facts).flatMap(({ path, model }) => {
    const userKeywords = new Set(model.keywords.map((keyword) => normalName(keyword.name)))
    return [...model.tasks, ...model.keywords].flatMap((body) => blocksOf(body.steps).map((block) => ({ path, block, userKeywords })))
  })
}

function blocksOf(steps: readonly RobotStep[]): Block[] {
  return steps.flatMap((step) => (step.kind === 'block' ? [...(step.type === 'EXCEPT' ? [step] : []), ...blocksOf(step.body)] : []))
}

export const exceptSilent: Gate = {
  id: 'robot/except-silent',
  severity: 'warn',
  title: 'No EXCEPT branch keeps a failure to itself.',
  reason: 'A failure that is caught and only logged leaves the task green, with nothing in its report.',
  hint: 'Raise an issue in the EXCEPT branch that says what could not be checked.',
  check: (facts) =>
    exceptBranches(facts)
      .filter(({ block, userKeywords }) =>
        [...callsIn(block.body)].every(({ keyword, args }) => {
          const names = [keyword, ...args.map(([text]) => text)].map((text) => normalName(splitKeyword(text).name))
          const isZero = names[0] === 'setvariable' && /^0(\.0)?$/.test(args[0]?.[0] ?? '')
          return !isZero && !names.some((name) => tells.test(name) || userKeywords.has(name))
        }),
      )
      .map(({ path, block }) => ({ file: path, line: block.line, message: 'The failure caught here is told to nobody.' })),
}

export const sliMetric: Gate = {
  id: 'sli/metric',
  severity: 'block',
  title: 'The SLI, where there is one, pushes its metric.',
  reason: 'Without a metric an SLI is silent: nothing is measured and nobody is told.',
  hint: 'Call RW.Core.Push Metric with the score, once without sub_name.',
  check: (facts) => {
    const sli = facts.robots.find(({ role }) => role === 'sli')
    if (!sli) return []
    const pushes = [...allCalls(sli.model)].filter(({ keyword, args }) =>
      [keyword, ...args.map(([text]) => text)].some((text) => normalName(splitKeyword(text).name) === 'pushmetric'),
    )
    if (pushes.length === 0) return [{ file: sli.path, message: 'The SLI pushes no metric.' }]
    const isWhole = pushes.some(({ args }) => !args.some(([text]) => text.startsWith('sub_name=')))
    return isWhole
      ? []
      : [{ file: sli.path, line: pushes[0]?.line ?? null, message: 'Every metric has a sub_name; the SLI itself has none.' }]
  },
}
