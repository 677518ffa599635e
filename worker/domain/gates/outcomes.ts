import { cellText, splitNamed } from '../robot-cells.ts'
import { allCalls, normalName, type RobotCall, type RobotStep, splitKeyword } from '../robot-model.ts'
import { taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about what a task does with the end of what it runs. */

const runners = new Set(['runbashfile', 'runcli'])

/** A step in file order, those inside control structures included, as the text of its cells. */
interface Line {
  call: RobotCall | null
  text: string
  /** The branches it stands in, outermost first. */
  branches: readonly RobotStep[]
}

function linesOf(steps: readonly RobotStep[], branches: readonly RobotStep[] = []): Line[] {
  return steps.flatMap((step): Line[] => {
    if (step.kind === 'call') return [{ call: step, text: [step.keyword, ...step.args.map(([text]) => text)].join('    '), branches }]
    const text = step.cells.map(([cell]) => cell).join('    ')
    if (step.kind === 'control') return [{ call: null, text: `${step.type}    ${text}`, branches }]
    return [{ call: null, text, branches }, ...linesOf(step.body, [...branches, step])]
  })
}

/** True when the later line runs only where the earlier one did not: in another branch of the same structure. */
function isInstead(later: Line, earlier: Line): boolean {
  const at = earlier.branches.findIndex((branch, index) => branch !== later.branches[index])
  const other = at < 0 ? undefined : later.branches[at]
  return other?.kind === 'block' && /^(ELSE|ELSE IF|EXCEPT)$/.test(other.type)
}

const keywordOf = (call: RobotCall) => normalName(splitKeyword(call.keyword).name)

/** Keywords that only show what they are given. */
const shows = /^(log|logtoconsole|logmany|addtoreport|addpretoreport|addjsontoreport|comment)$/

/** Keywords and functions that fail on an answer that is empty or cut. */
const refuses = /json\.loads?\b|\bint\(|\bfloat\(|Convert To (Number|Integer)|Convert String To JSON|Push Metric|Should (?!Not)/i

/** True when the line takes notice of how the run behind the variable ended, or hands the whole result on to somebody who may. */
function looksAt({ call, text }: Line, name: string): boolean {
  const variable = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const isRead = new RegExp(`(\\$\\{${variable}(\\.|\\}\\.|\\[['"]?)|\\$${variable}\\.)(returncode|stderr|status|rc)\\b`, 'i').test(text)
  if (isRead) return true
  const isWhole = new RegExp(`\\$\\{${variable}\\}(?!\\.)|\\$${variable}\\b(?!\\.)`, 'i').test(text)
  if (isWhole) return call === null || !shows.test(keywordOf(call))
  const isAnswer = new RegExp(`\\$\\{${variable}\\.stdout|\\$${variable}\\.stdout`, 'i').test(text)
  return isAnswer && refuses.test(text)
}

/** What a call runs when that can fail for reasons of the world: a script or a platform's tool; null for what only touches the machine. */
function asks(call: RobotCall): string | null {
  const isScript = keywordOf(call) === 'runbashfile'
  const named = call.args.map(([text]) => splitNamed(text)).find((arg) => arg?.name === (isScript ? 'bash_file' : 'cmd'))
  const command = cellText(named?.value ?? call.args[0]?.[0] ?? '')
  if (isScript) return command || 'the script'
  return /(^|[\s(|;&/])(kubectl|oc|aws|az|gcloud|helm|gh|curl|[\w-]+\.sh)\s|KUBERNETES_DISTRIBUTION_BINARY/.test(command)
    ? command.replace(/\s+/g, ' ').slice(0, 60)
    : null
}

function assigns({ call }: Line, name: string): boolean {
  return call?.assign.some((target) => normalName(target).startsWith(normalName(`\${${name}}`))) === true
}

function unreadRuns(steps: readonly RobotStep[]): Omit<Finding, 'file'>[] {
  const lines = linesOf(steps)
  return lines.flatMap((one, index): Omit<Finding, 'file'>[] => {
    const { call } = one
    if (!call || !runners.has(keywordOf(call))) return []
    const what = asks(call)
    if (what === null) return []
    const name = /^\$\{([^}]+)\}/.exec(call.assign[0] ?? '')?.[1]
    if (name === undefined) {
      // Mostly a preparation, after which the next command fails too.
      return [{ line: call.line, message: `The result of "${what}" is thrown away, so its failure is seen by nobody.`, severity: 'advise' }]
    }
    const rest = lines.slice(index + 1)
    const again = rest.findIndex((line) => assigns(line, name) && !isInstead(line, one))
    const isSeen = (again < 0 ? rest : rest.slice(0, again + 1)).some((line) => looksAt(line, name))
    const message = `Nothing looks at how "${what}" ended: neither \${${name}.returncode} nor \${${name}.stderr} is read.`
    return isSeen ? [] : [{ line: call.line, message }]
  })
}

export const exitRead: Gate = {
  id: 'robot/exit-unread',
  severity: 'warn',
  title: 'Every task looks at how what it runs ended.',
  reason: 'Run Bash File and Run Cli do not fail when the command fails: a crash before the first result looks like "nothing found".',
  hint: 'Check the return code before the output is used, and raise an issue when it is not 0.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) =>
      [...model.tasks, ...model.keywords].flatMap(({ steps }) => unreadRuns(steps).map((finding) => ({ file: path, ...finding }))),
    ),
}

/** Keywords that raise an issue, or arguments by which the parsers of RW.CLI raise one. */
const raising = /^(addissue|raiseissue\w*)$/
const raisingArgument = /raise_issue_if_|^raise_issue_from_rsp_code=|^set_issue_title=/

export const issueRaised: Gate = {
  id: 'issue/none',
  severity: 'warn',
  title: 'The runbook can raise an issue.',
  reason: 'A runbook without an issue says nothing when it finds something, and nothing when it cannot look.',
  hint: 'Call RW.Core.Add Issue for what is wrong, and for what could not be checked.',
  check: (facts) =>
    facts.robots
      .filter(({ role, model }) => role === 'runbook' && model.tasks.length > 0)
      .filter(({ model }) =>
        [...allCalls(model)].every((call) =>
          [call.keyword, ...call.args.map(([text]) => text)].every(
            (text) => !raising.test(normalName(splitKeyword(text).name)) && !raisingArgument.test(text),
          ),
        ),
      )
      .map(({ path, model }) => ({
        file: path,
        line: model.tasks[0]?.line ?? null,
        message: 'No task of the runbook ever raises an issue.',
      })),
}
