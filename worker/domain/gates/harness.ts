import type { BundleFacts } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about the fixtures in `.test/`, with which people try a bundle on a real system. */

export const taskfileReadable: Gate = {
  id: 'harness/taskfile',
  severity: 'warn',
  title: 'Every Taskfile can be read.',
  reason: 'Nobody can build the fixtures with a file that Task refuses.',
  hint: 'Correct the YAML at this line.',
  check: ({ taskfiles = [] }) =>
    taskfiles.flatMap(({ path, fault }): Finding[] => (fault ? [{ file: path, line: fault.line, message: fault.message }] : [])),
}

/** Terraform's blocks of a kind in a text: their label, whether they have an alias, and their line. */
function providers(text: string): { name: string; isAlias: boolean; line: number }[] {
  return [...text.matchAll(/^[ \t]*provider\s+"([\w-]+)"\s*\{/gm)].map((match) => {
    const start = match.index + match[0].length
    let depth = 1
    let end = start
    for (; end < text.length && depth > 0; end += 1) depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0
    return {
      name: match[1] ?? '',
      isAlias: /^\s*alias\s*=/m.test(text.slice(start, end)),
      line: text.slice(0, match.index).split('\n').length,
    }
  })
}

export const providersOnce: Gate = {
  id: 'harness/duplicate-provider',
  severity: 'warn',
  title: 'Terraform configures each provider once.',
  reason: 'Terraform refuses a directory in which a provider is configured twice.',
  hint: 'Keep one provider block, or give the other an alias.',
  check: ({ files }) => {
    const seen = new Map<string, string>()
    return files.flatMap(({ path, text }) => {
      if (!path.endsWith('.tf') || text === null) return []
      const folder = path.slice(0, path.lastIndexOf('/'))
      return providers(text).flatMap(({ name, isAlias, line }): Finding[] => {
        const first = seen.get(`${folder} ${name}`)
        if (isAlias) return []
        seen.set(`${folder} ${name}`, first ?? path)
        return first === undefined
          ? []
          : [{ file: path, line, message: `The provider "${name}" is configured here and in ${first.split('/').at(-1)}.` }]
      })
    })
  },
}

/** Fixtures that a command names, relative and without a variable. */
const named = /(?:kubectl\s+(?:apply|create|delete|replace)\s+(?:[^\n]*?\s)?-f\s+|-chdir=|--filename[= ])["']?([\w./-]+)/g

export const fixturesExist: Gate = {
  id: 'harness/fixtures',
  severity: 'warn',
  title: 'Every fixture that a Taskfile names exists.',
  reason: 'A fixture that is not there is skipped or stops the test, and nothing was tried.',
  hint: 'Add the file, or correct the path; paths are relative to the Taskfile.',
  check: (facts) =>
    facts.files
      .filter(({ path, text }) => /\/\.test\/(.*\/)?Taskfile\.ya?ml$/.test(path) && text !== null)
      .flatMap(({ path, text }) =>
        (text ?? '')
          .split('\n')
          .flatMap((line, index) =>
            missing(facts, line).map((name): Finding => ({ file: path, line: index + 1, message: `${name} does not exist.` })),
          ),
      ),
}

function missing(facts: BundleFacts, line: string): string[] {
  if (/^\s*#/.test(line)) return []
  return [...line.matchAll(named)].flatMap((match) => {
    const name = (match[1] ?? '').replace(/^(\.\.?\/)+/, '').replace(/\/$/, '')
    const rest = line.slice(match.index + match[0].length)
    // `-` is standard input; what goes on with a variable or an address cannot be judged.
    if (!/^[\w-]+(?:[./][\w./-]*)?$/.test(name) || name === '-' || /^[${*:]/.test(rest) || !/[./]/.test(name)) return []
    const exists = facts.files.some(({ path }) => path.endsWith(`/${name}`) || path.includes(`/${name}/`))
    return exists ? [] : [name]
  })
}
