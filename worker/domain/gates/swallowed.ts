import { shellTexts } from '../shell/bundle-shell.ts'
import type { ShellCommand } from '../shell/command.ts'
import { phrase } from '../shell/platform-command.ts'
import type { BundleFacts } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Failures that are taken for an empty result. */

/** Results that mean "nothing there": `[]`, `{}`, `0`, `{"items":[]}`, or no text at all. */
const emptyResult = /^(\[\s*\]|\{\s*\}|0+(\.0+)?|\{\s*"\w+"\s*:\s*(\[\s*\]|\{\s*\}|0)\s*\}|null|)(\\n)?$/

/** Programs that only look whether something is there, or convert: what they say instead is no finding about the world. */
const harmless = new Set([
  'command',
  'which',
  'type',
  'date',
  'tput',
  'test',
  '[',
  '[[',
  'rm',
  'mkdir',
  'kill',
  'basename',
  'dirname',
  'stat',
  'hostname',
  'base64',
  'echo',
  'printf',
  'true',
  'cd',
  'source',
  '.',
])

/** `date` that reads a date out of an answer can be given one that it does not know; today's date it always has. */
function isHarmless({ words: [name = '', ...args] }: ShellCommand): boolean {
  const isConversion = name === 'date' && args.some((word) => /^-\w*[dfj]|^--date/.test(word)) && args.some((word) => /[$`]/.test(word))
  return harmless.has(name) && !isConversion
}

/** What stands behind the `||` of a command, or of the pipe that it begins; null when nothing does. */
function fallbackOf(command: ShellCommand): ShellCommand | null {
  let last = command
  while (last.after === '|' && last.next) last = last.next
  return last.after === '||' ? last.next : null
}

type Fallback = 'empty' | 'silent' | 'text' | null

/** `empty`: an empty result takes the place of the answer; `silent`: the failure is made a success; `text`: other text takes its place. */
function kindOf({ words, assigns, redirects, after, next }: ShellCommand): Fallback {
  const [name, ...args] = words
  // What goes to standard error or ends the script is told.
  if (redirects.some(({ operator, target }) => operator === '>&' || target === '&2' || target === '/dev/stderr')) return null
  if (after === ';' && /^(exit|return|continue|break)$/.test(next?.words[0] ?? '')) return null
  if (name === 'true' || name === ':') return 'silent'
  if (name === 'echo' || name === 'printf') {
    const said = args.filter((word) => !/^-[neE]+$/.test(word))
    return said.length <= 1 && emptyResult.test(said[0] ?? '') ? 'empty' : 'text'
  }
  return name === undefined && assigns.length === 1 && emptyResult.test(assigns[0]?.value ?? '') ? 'empty' : null
}

function isMute({ redirects }: ShellCommand): boolean {
  return redirects.some(({ operator, target }) => (operator === '2>' || operator === '&>' || operator === '2>>') && target === '/dev/null')
}

/** True when its own output is thrown away, so that only success or failure is asked for. */
function isQuestion({ redirects }: ShellCommand): boolean {
  return redirects.some(({ operator, target }) => (operator === '>' || operator === '&>') && target === '/dev/null')
}

/** Whether the failure of the command is hidden by what stands behind it. */
function isSwallowed(command: ShellCommand, asksTheWorld: boolean): boolean {
  const fallback = fallbackOf(command)
  const kind = fallback && kindOf(fallback)
  if (!kind || isQuestion(command)) return false
  if (asksTheWorld) return kind === 'empty' || (kind === 'silent' && command.depth > 0) || (kind === 'text' && isMute(command))
  return isMute(command) && kind !== 'silent'
}

export const failureSwallowed: Gate = {
  id: 'script/failure-swallowed',
  severity: 'warn',
  title: 'No failed command is taken for an empty result.',
  reason: 'A command that could not ask must not look as if it had found nothing: the task then reports health that nobody saw.',
  hint: 'Let the failure stop the script, or raise an issue that says what could not be checked.',
  check: (facts) => hidden(facts, true),
}

/** What asks nobody but this machine: `jq`, `cat`, `grep`. */
export const answerReplaced: Gate = {
  id: 'script/answer-replaced',
  severity: 'advise',
  title: 'No failed step on the way to a result is replaced by other text.',
  reason: 'A file that is missing or a program that jq refuses looks like "nothing found" when its failure is hidden.',
  hint: 'Let the failure stop the script, or say in the report that the step failed.',
  check: (facts) => hidden(facts, false),
}

function hidden(facts: BundleFacts, isOfWorld: boolean): Finding[] {
  return shellTexts(facts).flatMap(({ file, commands, calls }) => {
    const asking = new Map(calls.filter(({ effect }) => effect !== 'local').map((call) => [call.command, phrase(call)]))
    return commands.flatMap((command): Finding[] => {
      const asked = asking.get(command)
      const name = command.words[0]
      const isMeant = isOfWorld ? asked !== undefined : asked === undefined && name !== undefined && !isHarmless(command)
      if (!isMeant || !isSwallowed(command, isOfWorld)) return []
      const what = asked ?? command.words.slice(0, 2).join(' ').slice(0, 60)
      return [{ file, line: command.line, message: `When "${what}" fails, something else takes the place of its answer.` }]
    })
  })
}

export const lostInPipe: Gate = {
  id: 'script/lost-in-pipe',
  severity: 'warn',
  title: 'No result is set inside a loop behind a pipe and lost after it.',
  reason:
    'A loop behind a pipe runs in a shell of its own: what it counts or collects is gone when it ends, and nothing seems to have been found.',
  hint: 'Feed the loop with "done < <(command)", or turn on shopt -s lastpipe.',
  check: ({ scripts, path }) =>
    scripts
      .filter((script) => !script.path.startsWith(`${path}/.`) && !/^\s*shopt -s lastpipe/m.test(script.text))
      .flatMap((script) =>
        (script.lost ?? []).map(({ line, message }) => {
          const name = /Modification of (\w+)/.exec(message)?.[1] ?? 'a variable'
          return {
            file: script.path,
            line,
            message: `"${name}" is set in a loop behind a pipe and used after it, where it has its old value.`,
          }
        }),
      ),
}
