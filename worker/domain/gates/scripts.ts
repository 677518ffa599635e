import { cellText, holdsVariable, splitNamed } from '../robot-cells.ts'
import { allCalls, normalName, type RobotCall, splitKeyword } from '../robot-model.ts'
import { type BundleFacts, type ScriptFact, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about shell scripts and the calls that run them. */

interface ScriptCall {
  path: string
  call: RobotCall
  /** Value of `bash_file`, or the first positional argument; null when there is none. */
  script: string | null
}

function scriptCalls(facts: BundleFacts): ScriptCall[] {
  return taskFiles(facts).flatMap(({ path, model }) =>
    [...allCalls(model)]
      .filter((call) => normalName(splitKeyword(call.keyword).name) === 'runbashfile')
      .map((call) => ({ path, call, script: scriptOf(call) })),
  )
}

function scriptOf(call: RobotCall): string | null {
  const named = call.args.map(([text]) => splitNamed(text)).find((arg) => arg?.name === 'bash_file')
  const positional = call.args.find(([text]) => splitNamed(text) === null)
  const value = named?.value ?? positional?.[0]
  return value === undefined ? null : cellText(value)
}

/** Scripts that a task runs, by path. */
function usedScripts(facts: BundleFacts): Set<string> {
  return new Set(scriptCalls(facts).map(({ script }) => `${facts.path}/${script ?? ''}`))
}

/** Scripts of the bundle itself; those under .test/ build and tear down fixtures and never run for a user. */
function isOwn(facts: BundleFacts, script: ScriptFact): boolean {
  return !script.path.startsWith(`${facts.path}/.`)
}

export const scriptExists: Gate = {
  id: 'script/exists',
  severity: 'block',
  title: 'Every script that a task runs exists.',
  reason: 'The task fails when it runs.',
  hint: 'Add the script beside the Robot file, or correct bash_file.',
  check: (facts) =>
    scriptCalls(facts).flatMap(({ path, call, script }): Finding[] => {
      if (script === null) return [{ file: path, line: call.line, message: 'Run Bash File is called without bash_file.' }]
      if (holdsVariable(script)) return []
      const exists = facts.files.some((file) => file.kind === 'file' && file.path === `${facts.path}/${script.replace(/^\.\//, '')}`)
      return exists ? [] : [{ file: path, line: call.line, message: `The script ${script} does not exist.` }]
    }),
}

export const scriptReadable: Gate = {
  id: 'script/text',
  severity: 'block',
  title: 'Every script is text.',
  reason: 'A script that cannot be read is checked by nobody, and the shell stops at its first byte that is no text.',
  hint: 'Write the script anew as UTF-8 text under 256 KiB, without NUL bytes.',
  check: ({ files }) =>
    files
      .filter(({ path, kind, text }) => path.endsWith('.sh') && kind === 'file' && text === null)
      .map(({ path }) => ({ file: path, message: 'The script is binary or too large to be read.' })),
}

export const scriptExecutable: Gate = {
  id: 'script/executable',
  severity: 'block',
  title: 'Every script that a task runs is executable.',
  reason: 'A script without the mode bit cannot be started by its name, in the platform or by a person.',
  hint: 'Set the mode: git update-index --chmod=+x <script>.',
  check: (facts) => {
    const used = usedScripts(facts)
    // A script that no task runs may be a library for others to source.
    return facts.scripts
      .filter((script) => script.mode !== '100755' && isOwn(facts, script))
      .map((script) => ({
        file: script.path,
        message: 'The script is not executable.',
        severity: used.has(script.path) ? 'block' : 'advise',
      }))
  },
}

export const scriptShebang: Gate = {
  id: 'script/shebang',
  severity: 'block',
  title: 'Every script that a task runs names its interpreter.',
  reason: 'Without a first line #! the caller decides the shell, and arrays and [[ ]] may not exist in it.',
  hint: 'Begin the script with #!/usr/bin/env bash.',
  check: (facts) => {
    const used = usedScripts(facts)
    return facts.scripts
      .filter((script) => used.has(script.path) && !/^#!\s*\S/.test(script.text))
      .map((script) => ({ file: script.path, line: 1, message: 'The script does not begin with #!.' }))
  },
}

export const scriptSyntax: Gate = {
  id: 'script/syntax',
  severity: 'block',
  title: 'Every script is accepted by bash -n.',
  reason: 'A syntax error stops the script half way, often after it has written an empty result.',
  hint: 'Correct the syntax; look for an open quote or a missing fi, done or esac above the line.',
  check: (facts) =>
    facts.scripts.flatMap((script) =>
      (script.syntax ?? []).map(({ line, message }): Finding => {
        const severity = isOwn(facts, script) ? 'block' : 'warn'
        return { file: script.path, line, message: `bash -n: ${message}`, severity }
      }),
    ),
}

/** Told by gates of their own: no shebang (2148), and the syntax that `bash -n` judges. */
const toldElsewhere = new Set(['SC2148'])

/** ShellCheck is part of every installation; what it does not answer within its time was not checked. */
const unread: Finding = {
  message: 'ShellCheck did not come to an end, so the scripts were not checked.',
  severity: 'warn',
  hint: 'Look for a script that is very long or nested very deep, and simplify it.',
}

export const scriptLint: Gate = {
  id: 'script/shellcheck',
  severity: 'block',
  title: 'ShellCheck finds no error in the scripts.',
  reason: 'ShellCheck calls an error what does not do what it seems to do.',
  hint: 'The code is explained at https://www.shellcheck.net/wiki/.',
  check: (facts) => {
    if (facts.scripts.some((script) => script.lint === null && script.syntax !== null)) return [unread]
    return facts.scripts.flatMap((script) =>
      (script.lint ?? [])
        .filter(({ code }) => !toldElsewhere.has(code))
        .map(({ code, line, message }): Finding => {
          const severity = isOwn(facts, script) ? 'block' : 'warn'
          return { file: script.path, line, message: `${code}: ${message}`, severity, hint: `See https://www.shellcheck.net/wiki/${code}.` }
        }),
    )
  },
}

export const scriptTimeout: Gate = {
  id: 'script/timeout',
  severity: 'block',
  title: 'Every script run has a timeout.',
  reason: 'The default of 60 seconds stops a script over many resources half way, and its task reports nothing.',
  hint: 'Pass timeout_seconds=<seconds> to Run Bash File.',
  check: (facts) =>
    scriptCalls(facts)
      .filter(({ call }) => !call.args.some(([text]) => splitNamed(text)?.name === 'timeout_seconds'))
      .map(({ path, call, script }) => ({
        file: path,
        line: call.line,
        message: `${script ?? 'Run Bash File'} runs without timeout_seconds.`,
      })),
}
