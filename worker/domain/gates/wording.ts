import { splitNamed, variablesIn } from '../robot-cells.ts'
import { allCalls, callsIn, normalName, type RobotCall, type RobotStep, splitKeyword } from '../robot-model.ts'
import { shellTexts } from '../shell/bundle-shell.ts'
import { type BundleFacts, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about what people read: titles of issues, advice, reports. */

function isNamed(call: RobotCall, pattern: RegExp): boolean {
  return pattern.test(normalName(splitKeyword(call.keyword).name))
}

/** The text of one argument of each Add Issue. */
function issueTexts(facts: BundleFacts, argument: string): { file: string; line: number; text: string }[] {
  return taskFiles(facts).flatMap(({ path, model }) =>
    [...allCalls(model)]
      .filter((call) => isNamed(call, /^addissue$/))
      .flatMap(({ args }) =>
        args.flatMap(([text, line]) => {
          const named = splitNamed(text)
          return named?.name === argument ? [{ file: path, line, text: named.value }] : []
        }),
      ),
  )
}

/** Lines of scripts that give a field of an issue its text: `title: "…"`, `"title": "…"`, `--arg title "…"`. */
function scriptLines(facts: BundleFacts, name: string): { file: string; line: number; text: string }[] {
  const pattern = new RegExp(`(?:^|[\\s{,(])["']?${name}["']?\\s*[:=]\\s*(.+)$|--arg ${name} ["'](.+?)["'](?:\\s|$)`)
  return facts.scripts
    .filter(({ path }) => !path.startsWith(`${facts.path}/.`))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const match = /^\s*#/.test(line) ? null : pattern.exec(line)
        return match ? [{ file: path, line: index + 1, text: match[1] ?? match[2] ?? '' }] : []
      }),
    )
}

/** Values that are others in each run. */
const volatile = /(^|_)(timestamp|datetime|date|time|now|epoch|uuid|random|run_?id|pid|count|total|num(ber)?)$/i
const volatileInShell = /\$\(date\b|\$RANDOM|\$\$|\\\((length|now)\b|\$\{?\w*(?:_|\b)(?:count|COUNT|timestamp|TIMESTAMP|total|TOTAL)\b/

export const stableTitle: Gate = {
  id: 'issue/stable-title',
  severity: 'warn',
  title: 'The title of an issue is the same as long as the fault is.',
  reason:
    'Issues are told apart by their title: a time or a count in it makes each run a new issue, and nobody sees that it is the old one.',
  hint: 'Name the kind of thing and the scope; put counts, times and ids into the details.',
  check: (facts) => [
    ...issueTexts(facts, 'title').flatMap(({ file, line, text }): Finding[] => {
      const name = variablesIn(text).find((variable) => volatile.test(variable))
      return name === undefined ? [] : [{ file, line, message: `The title holds "${name}", which changes from run to run.` }]
    }),
    ...scriptLines(facts, 'title').flatMap(({ file, line, text }): Finding[] => {
      const found = volatileInShell.exec(text)?.[0]
      return found === undefined
        ? []
        : [{ file, line, message: `The title holds "${found}", which changes from run to run.`, severity: 'advise' }]
    }),
  ],
}

const destructive = /\b(delete|destroy|terminate|purge|drop|wipe|force[- ]?(remove|delete)|rm -rf|--force)\b/i
const careful =
  /\b(back ?up|snapshot|confirm|verify|review|check|consider|if|whether|once|after|unless|unused|unneeded|no longer|old|orphaned|failed|evicted|completed|stale|make sure|safely|not)\b/i

export const carefulAdvice: Gate = {
  id: 'issue/destructive',
  severity: 'warn',
  title: 'No advice destroys something without a word of care.',
  reason: 'Whoever reads it at night may follow it to the letter.',
  hint: 'Say what to look at first, and what has to be saved; prefer the step that can be undone.',
  check: (facts) =>
    [...issueTexts(facts, 'next_steps'), ...scriptLines(facts, 'next_steps')].flatMap(({ file, line, text }): Finding[] => {
      const found = destructive.exec(text)?.[0]
      return found === undefined || careful.test(text)
        ? []
        : [{ file, line, message: `The advice says "${found}" and nothing of what to check before.` }]
    }),
}

const noise =
  /^\W*(wrote|saved|written|created|(results?|output|report|issues?|data|findings?) (has been |have been |were |was )?(saved|written|stored))\b.*(\bfile\b|\.(json|txt|csv|log|md)\b|\bto\b)/i

export const reportNoise: Gate = {
  id: 'report/file-noise',
  severity: 'advise',
  title: 'The report tells what was found, not which file was written.',
  reason: 'Files of a run are gone when somebody reads its report.',
  hint: 'Leave the line out, or send it to standard error.',
  check: (facts) => [
    ...taskFiles(facts).flatMap(({ path, model }) =>
      [...allCalls(model)]
        .filter((call) => isNamed(call, /^add(pre)?toreport$/))
        .flatMap(({ args }) =>
          args
            .filter(([text]) => noise.test(text))
            .map(([text, line]): Finding => ({ file: path, line, message: `The report says "${text.slice(0, 80)}".` })),
        ),
    ),
    ...shellTexts(facts).flatMap(({ file, commands, isScript }) =>
      commands
        .filter(({ words: [name], redirects, depth }) => isScript && depth === 0 && name === 'echo' && redirects.length === 0)
        .flatMap(({ words, line }): Finding[] =>
          noise.test(words.slice(1).join(' '))
            ? [{ file, line, message: `The script prints "${words.slice(1).join(' ').slice(0, 80)}".` }]
            : [],
        ),
    ),
  ],
}

/** Loop variables that stand for findings, which somebody has put together already. */
const isFinding = /issue|finding|problem|result|item|entry|line|row|group|category|type|severity/i

export const aggregated: Gate = {
  id: 'issue/per-resource',
  severity: 'advise',
  title: 'One condition raises one issue, not one for each resource.',
  reason: 'A fault of a whole cluster would raise a hundred issues, and the one that matters is lost among them.',
  hint: 'Collect the resources in the loop and raise one issue after it that lists them.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) =>
      [...model.tasks, ...model.keywords].flatMap(({ steps }) =>
        loops(steps).flatMap(({ variable, calls }) =>
          calls.flatMap((call): Finding[] => {
            const title = call.args.map(([text]) => splitNamed(text)).find((named) => named?.name === 'title')?.value ?? ''
            const isOfLoop = isNamed(call, /^addissue$/) && variablesIn(title).some((name) => normalName(name) === normalName(variable))
            return isOfLoop && !isFinding.test(variable)
              ? [{ file: path, line: call.line, message: `An issue is raised for each "${variable}".` }]
              : []
          }),
        ),
      ),
    ),
}

function loops(steps: readonly RobotStep[]): { variable: string; calls: RobotCall[] }[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'block') return []
    const [variable] = step.type === 'FOR' ? step.assign : []
    const name = (variable ?? step.cells[0]?.[0] ?? '').replace(/[^\w]/g, '')
    return [...(step.type === 'FOR' && name ? [{ variable: name, calls: [...callsIn(step.body)] }] : []), ...loops(step.body)]
  })
}
