import { splitNamed } from '../robot-cells.ts'
import { allCalls, callsIn, normalName, type RobotBody, type RobotCall, type RobotStep, splitKeyword } from '../robot-model.ts'
import { type ShellText, shellTexts } from '../shell/bundle-shell.ts'
import type { ShellCommand } from '../shell/command.ts'
import { type BundleFacts, type RobotFact, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about the files in which scripts leave what they found. */

const truncates = /^(>|>\||&>)$/

/** The file a command writes anew; null when it writes none. */
function writtenFile({ redirects }: ShellCommand): string | null {
  return redirects.find(({ operator, target }) => truncates.test(operator) && !target.startsWith('/dev/'))?.target ?? null
}

/** An answer of no findings: `[]`, `{"issues": []}`. */
const nothingFound = /^(\[\s*\]|\{\s*"\w+"\s*:\s*\[\s*\]\s*\})(\\n)?$/

/** The command that writes "nothing found" into a file before the script has asked anything. */
function preset({ commands, calls }: ShellText): { file: string; line: number } | null {
  const firstAsked = Math.min(...calls.filter(({ effect }) => effect !== 'local').map(({ line }) => line), Number.POSITIVE_INFINITY)
  for (const command of commands) {
    const [name, ...args] = command.words
    const file = writtenFile(command)
    const isPreset = file !== null && (name === 'echo' || name === 'printf') && nothingFound.test(args.at(-1) ?? '')
    if (isPreset && command.line < firstAsked && !command.isBranch && !command.isInFunction) return { file, line: command.line }
  }
  return null
}

/** Keywords and conditions in which a mention of the exit code is a look at it; in a report or an issue it is only text. */
function isLook(call: RobotCall): boolean {
  const name = normalName(splitKeyword(call.keyword).name)
  return /^(should|run|evaluate|fail|setvariable|converttointeger|converttonumber|return|pass|skip)/.test(name)
}

const mention = /\breturncode\b|\.stderr\b|\.rc\b/

function looksAtExit(steps: readonly RobotStep[]): boolean {
  return steps.some((step) => {
    if (step.kind === 'call') return isLook(step) && [step.keyword, ...step.args.map(([text]) => text)].some((text) => mention.test(text))
    if (step.kind === 'block') return step.cells.some(([text]) => mention.test(text)) || looksAtExit(step.body)
    return step.cells.some(([text]) => mention.test(text))
  })
}

/** True when the body, or a user keyword that it calls, looks at an exit code. */
function heedsExit(body: RobotBody, keywords: ReadonlyMap<string, RobotBody>, depth = 0): boolean {
  if (looksAtExit(body.steps)) return true
  if (depth > 3) return false
  return [...callsIn(body.steps)].some((call) => {
    const names = [call.keyword, ...call.args.map(([text]) => text)].map((text) => normalName(splitKeyword(text).name))
    return names.some((name) => {
      const called = keywords.get(name)
      return called !== undefined && called !== body && heedsExit(called, keywords, depth + 1)
    })
  })
}

/** Scripts that a body runs, by path. */
function scriptsOf(body: RobotBody, path: string): string[] {
  return [...callsIn(body.steps)].flatMap((call) => {
    if (normalName(splitKeyword(call.keyword).name) !== 'runbashfile') return []
    return call.args.flatMap(([text]) => {
      const name = splitNamed(text)?.name === 'bash_file' ? splitNamed(text)?.value : splitNamed(text) === null ? text : undefined
      return name === undefined ? [] : [`${path}/${name.replace(/^\.\//, '')}`]
    })
  })
}

/** Scripts that some task runs without a look at how they ended. */
function unheeded(facts: BundleFacts): Set<string> {
  return new Set(
    taskFiles(facts).flatMap(({ model }: RobotFact) => {
      const keywords = new Map(model.keywords.map((keyword) => [normalName(keyword.name), keyword]))
      return model.tasks.filter((task) => !heedsExit(task, keywords)).flatMap((task) => scriptsOf(task, facts.path))
    }),
  )
}

export const presetHealthy: Gate = {
  id: 'script/preset-healthy',
  severity: 'warn',
  title: 'No result says "nothing found" before anything was asked.',
  reason: 'When the script stops half way, the file still says that nothing was found, and no task looks at how the script ended.',
  hint: 'Empty the file at the start and write "[]" at the end, or let the task raise an issue when the exit code is not 0.',
  check: (facts) => {
    const blind = unheeded(facts)
    return shellTexts(facts).flatMap((text): Finding[] => {
      const found = text.isScript && blind.has(text.file) ? preset(text) : null
      return found
        ? [{ file: text.file, line: found.line, message: `${found.file} says "nothing found" before the first command has asked.` }]
        : []
    })
  },
}

/** Words in a target that say it is a result and no log. */
const isResult = /\.json|issues?|results?|findings?/i

export const staleResults: Gate = {
  id: 'script/stale-results',
  severity: 'warn',
  title: 'No result is appended to what an earlier run left.',
  reason: 'Findings of an earlier run stay in the file and are raised again, also when everything is well.',
  hint: 'Empty the file at the start of the script: : > "$file".',
  check: (facts) =>
    shellTexts(facts).flatMap(({ file, commands, isScript }) => {
      const fresh = new Set<string>()
      const findings: Finding[] = []
      const sources = commands.some(({ words }) => words[0] === 'source' || words[0] === '.')
      for (const { words, redirects, assigns, line } of isScript && !sources ? commands : []) {
        for (const { name, value } of assigns) if (/mktemp/.test(value)) fresh.add(name)
        if (words[0] === 'rm' || words[0] === 'truncate' || words[0] === 'tee') for (const word of words.slice(1)) fresh.add(word)
        for (const { operator, target } of redirects) {
          if (truncates.test(operator)) fresh.add(target)
          const isFresh =
            fresh.has(target) || [...fresh].some((name) => new RegExp(`^\\$\\{?${name.replace(/\W/g, '\\$&')}\\b`).test(target))
          if (
            /^(>>|&>>)$/.test(operator) &&
            isResult.test(target) &&
            !isFresh &&
            !findings.some(({ message }) => message.startsWith(target))
          )
            findings.push({ file, line, message: `${target} is appended to and never emptied.` })
        }
      }
      return findings
    }),
}

/** Names whose metric an SLI pushes. */
function pushedText(model: RobotFact['model']): string {
  const pushes = [...allCalls(model)].filter(({ keyword, args }) =>
    [keyword, ...args.map(([text]) => text)].some((text) => /push ?metric/i.test(text)),
  )
  return pushes.flatMap(({ args }) => args.map(([text]) => text)).join(' ')
}

const one = /^(\$\{1(\.0+)?\}|1(\.0+)?)$/

export const initialHealthy: Gate = {
  id: 'sli/initial-healthy',
  severity: 'warn',
  title: 'No score of the SLI begins as healthy.',
  reason: 'A measurement that fails leaves the score as it was, and the SLI reports health that nobody saw.',
  hint: 'Begin at 0 and let a measurement earn the 1.',
  check: (facts) => {
    const sli = facts.robots.find(({ role }) => role === 'sli')
    if (!sli) return []
    const pushed = pushedText(sli.model)
    const setups = sli.model.keywords.filter(({ name }) => /suite(initiali[sz]ation|setup)|runbooksetup/.test(normalName(name)))
    return setups
      .flatMap((setup) => [...callsIn(setup.steps)])
      .flatMap((call) =>
        beginsHealthy(call, pushed).map(
          (name): Finding => ({ file: sli.path, line: call.line, message: `"${name}" is 1 before anything was measured.` }),
        ),
      )
  },
}

/** Names that a call of the setup sets to 1 and that reach a metric. */
function beginsHealthy({ keyword, args, assign }: RobotCall, pushed: string): string[] {
  const name = normalName(splitKeyword(keyword).name)
  const reaches = (variable: string) => new RegExp(`\\b${variable.replace(/\W/g, '')}\\b`, 'i').test(pushed)
  if (name === 'createdictionary') {
    return args.flatMap(([text]) => {
      const named = splitNamed(text)
      return named && one.test(named.value) && reaches(named.name) ? [named.name] : []
    })
  }
  const target = /^set(suite|global|test)variable$/.test(name) ? args[0]?.[0] : name === 'setvariable' ? assign[0] : undefined
  const value = /^set(suite|global|test)variable$/.test(name) ? args[1]?.[0] : args[0]?.[0]
  const variable = target?.replace(/[^\w]/g, '')
  return variable && value !== undefined && one.test(value) && reaches(variable) ? [variable] : []
}
