import { type BundleFacts, type RobotFact, type ScriptFact, taskFiles } from '../gates/facts.ts'
import { cellText, holdsVariable, splitNamed } from '../robot-cells.ts'
import { callsIn, normalName, type RobotBody, type RobotCall, settingsNamed, splitKeyword } from '../robot-model.ts'
import { everyCommand, type ShellCommand } from './command.ts'
import { aliasesOf, type PlatformCommand, platformCalls } from './platform-command.ts'
import { readShell } from './read-shell.ts'

/** A shell text of the bundle that runs for users: a script, or a line of a Robot file. */
export interface ShellText {
  file: string
  commands: ShellCommand[]
  calls: PlatformCommand[]
  /** Access that the tasks running it declare; `unknown` where none of them says or none is known to run it. */
  access: Access
  isScript: boolean
}

type Access = 'read-only' | 'read-write' | 'unknown'

/** Scripts in dot directories build and tear down fixtures; they never run for a user. */
function isOwn(facts: BundleFacts, path: string): boolean {
  return !path.startsWith(`${facts.path}/.`)
}

/** Several rules ask for the texts of the same bundle. */
const known = new WeakMap<BundleFacts, ShellText[]>()

/** Every shell text of a bundle, read. */
export function shellTexts(facts: BundleFacts): ShellText[] {
  const found = known.get(facts) ?? readTexts(facts)
  known.set(facts, found)
  return found
}

function readTexts(facts: BundleFacts): ShellText[] {
  const declared = declaredAccess(facts)
  const runs = scriptAccess(facts)
  const scripts = facts.scripts
    .filter((script) => isOwn(facts, script.path) && isPosixShell(script))
    .map((script) => shellText(script.path, readShell(script.text), { access: runs.get(script.path) ?? declared, isScript: true }))
  const lines = taskFiles(facts).flatMap((robot) => robotTexts(robot, declared))
  return [...scripts, ...lines]
}

function isPosixShell(script: ScriptFact): boolean {
  return !/^#!.*\b(python\d?|pwsh|node|fish|zsh)\b/.test(script.text)
}

function shellText(file: string, commands: ShellCommand[], more: Pick<ShellText, 'access' | 'isScript'>): ShellText {
  const all = everyCommand(commands)
  const aliases = aliasesOf(all)
  return { file, commands: all, calls: all.flatMap((command) => platformCalls(command, aliases)), ...more }
}

function robotTexts({ path, model }: RobotFact, declared: Access): ShellText[] {
  const of = (body: RobotBody, access: Access) =>
    [...callsIn(body.steps)].flatMap((call) =>
      commandCells(call).map(([text, line]) => shellText(path, readShell(shellOf(text), line), { access, isScript: false })),
    )
  return [
    ...model.tasks.flatMap((task) => of(task, accessOfTask(task) ?? 'unknown')),
    ...model.keywords.flatMap((keyword) => of(keyword, declared)),
  ]
}

/** Values of `cmd=` of any keyword; they are shell text. */
function commandCells(call: RobotCall): RobotCall['args'] {
  return call.args.flatMap(([text, line]) => {
    const named = splitNamed(text)
    return named && /^(cmd|command|cmd_override)$/.test(named.name) && /\s/.test(named.value) ? [[named.value, line]] : []
  })
}

/** Robot's variables look like the shell's, but for other kinds and for what follows a dot. */
function shellOf(cell: string): string {
  return cellText(
    cell
      .replace(/[@&%]\{([^}]*)\}/g, (_all, name: string) => `\${${name}}`)
      .replace(/\$\{(\w+)[.[][^}]*\}/g, (_all, name: string) => `\${${name}}`),
  )
}

function accessOfTask(task: RobotBody): Access | null {
  const tags = settingsNamed(task.settings, 'Tags').flatMap((setting) => setting.cells.map(([text]) => text.toLowerCase()))
  if (tags.includes('access:read-write')) return 'read-write'
  return tags.includes('access:read-only') ? 'read-only' : null
}

/** Read-write when a task says so, read-only when all say so, else unknown. */
export function declaredAccess(facts: BundleFacts): Access {
  return joined(taskFiles(facts).flatMap(({ model }) => model.tasks.map((task) => accessOfTask(task) ?? 'unknown')))
}

function joined(levels: readonly Access[]): Access {
  if (levels.includes('read-write')) return 'read-write'
  return levels.length > 0 && levels.every((level) => level === 'read-only') ? 'read-only' : 'unknown'
}

/** Access declared by the tasks that run each script. */
function scriptAccess(facts: BundleFacts): Map<string, Access> {
  const found = new Map<string, Access[]>()
  for (const { model } of taskFiles(facts)) {
    for (const task of model.tasks) {
      for (const call of callsIn(task.steps)) {
        for (const script of scriptsOf(call)) {
          const path = `${facts.path}/${script}`
          found.set(path, [...(found.get(path) ?? []), accessOfTask(task) ?? 'unknown'])
        }
      }
    }
  }
  return new Map([...found].map(([path, levels]) => [path, joined(levels)]))
}

/** Scripts a call names: `bash_file=x.sh`, or in a command. */
function scriptsOf(call: RobotCall): string[] {
  const isRun = normalName(splitKeyword(call.keyword).name) === 'runbashfile'
  return call.args.flatMap(([text]) => {
    const value = splitNamed(text)?.value ?? (isRun ? text : '')
    return holdsVariable(value) ? [] : [...value.matchAll(/(?:^|[\s./])([\w-]+\.sh)\b/g)].map((match) => match[1] ?? '')
  })
}
