import type { SecurityFinding } from '../assessment.ts'
import { type BundleFacts, taskFiles } from '../gates/facts.ts'
import { splitNamed } from '../robot-cells.ts'
import { importsOf } from '../robot-imports.ts'
import { allCalls, normalName, type RobotCall, splitKeyword } from '../robot-model.ts'
import { credentialCommand } from './shell-hazards.ts'

/** Credentials that a Robot file shows: in its report, its log or an issue. */

const shows = /^(log|logtoconsole|logmany|addtoreport|addpretoreport|addjsontoreport|addissue)$/

/** Variables whose text is a credential: `name.value` of an imported secret, `name.stdout` of a command that prints a token. */
function credentialsOf(calls: readonly RobotCall[], secrets: readonly string[]): Set<string> {
  const found = new Set(secrets.map((name) => `${normalName(name)}.value`))
  for (const { args, assign } of calls) {
    const isToken = args.some(([text]) => splitNamed(text)?.name === 'cmd' && printsToken(splitNamed(text)?.value ?? ''))
    const name = /^\$\{([^}]+)\}/.exec(assign[0] ?? '')?.[1]
    if (isToken && name !== undefined) found.add(`${normalName(name)}.stdout`)
  }
  return found
}

/** True when the output of the last command is a credential; behind a pipe it is what the next command makes of it. */
function printsToken(command: string): boolean {
  const last = command.split(/&&|\|\||[;|\n]/).at(-1) ?? ''
  return credentialCommand.test(last.trim())
}

/** Findings in the Robot files of a bundle. */
export function robotHazards(facts: BundleFacts): SecurityFinding[] {
  return taskFiles(facts).flatMap(({ path, model }) => {
    const calls = [...allCalls(model)]
    const secrets = importsOf(model).flatMap(({ kind, name }) => (kind === 'secret' ? [name] : []))
    const credentials = credentialsOf(calls, secrets)
    return calls
      .filter(({ keyword }) => shows.test(normalName(splitKeyword(keyword).name)))
      .flatMap(({ args }) =>
        args.flatMap(([text, line]): SecurityFinding[] => {
          const shown = [...text.matchAll(/\$\{(\w[\w ]*)\.(\w+)\}/g)].find(([, name = '', part]) =>
            credentials.has(`${normalName(name)}.${part}`),
          )
          if (!shown) return []
          return [
            {
              id: 'secret/printed',
              severity: 'warn',
              file: path,
              line,
              message: `Shows the value of \${${shown[1]}.${shown[2]}}.`,
              hint: 'Do not show it; whatever a task reports is read by many.',
            },
          ]
        }),
      )
  })
}
