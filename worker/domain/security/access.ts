import type { SecurityFinding, SecurityReport } from '../assessment.ts'
import type { ShellText } from '../shell/bundle-shell.ts'
import { phrase } from '../shell/platform-command.ts'

/** What the commands do, against what the tasks declare. */

type Write = SecurityReport['access']['writes'][number]

/** Every command that changes something, in file order, each place once. */
export function writesOf(texts: readonly ShellText[]): Write[] {
  return texts.flatMap(({ file, calls }) =>
    calls
      .filter(({ effect }) => effect === 'write')
      .map(({ tool, verb, resource, line }) => ({ command: phrase({ tool, verb, resource }), file, line })),
  )
}

/** Writes by tasks that say they only read, and by tasks that say nothing. */
export function undeclaredWrites(texts: readonly ShellText[]): SecurityFinding[] {
  return texts.flatMap(({ file, calls, access }) =>
    calls.flatMap(({ effect, tool, verb, resource, line }): SecurityFinding[] => {
      if (effect !== 'write' || access === 'read-write') return []
      const what = phrase({ tool, verb, resource })
      if (access === 'read-only') {
        return [
          {
            id: 'access/undeclared-write',
            severity: 'warn',
            file,
            line,
            message: `Declared read-only, but runs "${what}".`,
            hint: 'Tag the task access:read-write, or take the change out of it.',
          },
        ]
      }
      return [
        {
          id: 'access/untagged-write',
          severity: 'advise',
          file,
          line,
          message: `Runs "${what}", and its task declares no access.`,
          hint: 'Tag the task access:read-write, so that it is run only by those who may change things.',
        },
      ]
    }),
  )
}

/** What is called of each platform, for a role with no more than that; sorted, each once. */
export function commandsOf(texts: readonly ShellText[]): SecurityReport['commands'] {
  const found = new Map<string, SecurityReport['commands'][number]>()
  for (const { calls } of texts) {
    for (const { tool, verb, resource, effect } of calls) {
      if (effect !== 'local') found.set(`${tool} ${resource ?? ''} ${verb}`, { tool, verb, resource })
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? [])
}
