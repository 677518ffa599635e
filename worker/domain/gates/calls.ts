import { holdsVariable, splitNamed } from '../robot-cells.ts'
import { allCalls, normalName, type RobotCall, splitKeyword } from '../robot-model.ts'
import { type BundleFacts, type DryRunFact, type KeywordFact, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about keyword calls, judged by the keywords' real signatures. */

/** The signature a call resolves to; null for a user keyword, an unknown one, or one that several libraries have. */
function signatureOf(call: RobotCall, run: DryRunFact, userKeywords: Set<string>): KeywordFact | null {
  const { prefix, name } = splitKeyword(call.keyword)
  const key = normalName(name)
  if (prefix === '' && userKeywords.has(key)) return null
  const libraries = run.libraries.filter((library) => prefix === '' || normalName(library.alias) === normalName(prefix))
  const found = libraries.flatMap((library) => library.keywords.filter((keyword) => normalName(keyword.name) === key))
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Calls of a bundle's task files together with their signatures. */
function signedCalls(facts: BundleFacts): { path: string; call: RobotCall; signature: KeywordFact }[] {
  return taskFiles(facts).flatMap(({ path, model }) => {
    const run = facts.dryRuns.find((candidate) => candidate.path === path)
    if (!run) return []
    const userKeywords = new Set(model.keywords.map((keyword) => normalName(keyword.name)))
    return [...allCalls(model)].flatMap((call) => {
      const signature = signatureOf(call, run, userKeywords)
      return signature ? [{ path, call, signature }] : []
    })
  })
}

export const unescapedEquals: Gate = {
  id: 'robot/unescaped-equals',
  severity: 'block',
  title: 'No positional text is read as a named argument.',
  reason: 'Robot takes "text (x=1)" for an argument named "text (x", and the call fails when it runs.',
  hint: 'Escape the sign: \\=.',
  check: (facts) =>
    signedCalls(facts).flatMap(({ path, call, signature }) =>
      signature.kwargs
        ? call.args.flatMap(([text, line]): Finding[] => {
            const named = splitNamed(text)
            if (!named || signature.named.includes(named.name) || isPlainName(named.name)) return []
            return [
              {
                file: path,
                line,
                message: `"${text.slice(0, 80)}" is read by ${signature.name} as the argument "${named.name.slice(0, 60)}".`,
              },
            ]
          })
        : [],
    ),
}

/** A free named argument can be meant when its name is a name, also one that comes from a variable. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) || (holdsVariable(name) && !/\s/.test(name.replace(/[$@&%]\{[^}]*\}/g, '')))
}

const issueArguments = ['severity', 'title', 'expected', 'actual', 'details', 'next_steps', 'reproduce_hint']

export const issueComplete: Gate = {
  id: 'issue/complete',
  severity: 'block',
  title: 'Every issue is raised with all it needs.',
  reason: 'An issue without what was expected, what was found and what to do next helps nobody at night.',
  hint: `Pass ${issueArguments.join('=, ')}= to Add Issue.`,
  check: (facts) =>
    issueCalls(facts).flatMap(({ path, call }): Finding[] => {
      if (call.args.some(([text]) => /^[@&]\{/.test(text))) return []
      const given = givenArguments(facts, path, call)
      const missing = issueArguments.filter((name) => !given.has(name))
      return missing.length > 0 ? [{ file: path, line: call.line, message: `Add Issue is called without ${missing.join(', ')}.` }] : []
    }),
}

export const issueSeverity: Gate = {
  id: 'issue/severity',
  severity: 'block',
  title: 'Every literal severity is 1 to 4.',
  reason: '1 is an outage, 2 high, 3 a warning, 4 advice; other values are not sorted anywhere.',
  hint: 'Use 1, 2, 3 or 4.',
  check: (facts) =>
    issueCalls(facts).flatMap(({ path, call }) =>
      call.args.flatMap(([text, line]): Finding[] => {
        const named = splitNamed(text)
        if (named?.name !== 'severity' || holdsVariable(named.value) || /^[1-4]$/.test(named.value.trim())) return []
        return [{ file: path, line, message: `The severity is "${named.value}".` }]
      }),
    ),
}

function issueCalls(facts: BundleFacts): { path: string; call: RobotCall }[] {
  return taskFiles(facts).flatMap(({ path, model }) =>
    [...allCalls(model)].filter((call) => normalName(splitKeyword(call.keyword).name) === 'addissue').map((call) => ({ path, call })),
  )
}

/** Names of the arguments a call gives, positional ones by their place in the signature. */
function givenArguments(facts: BundleFacts, path: string, call: RobotCall): Set<string> {
  const signature = facts.dryRuns
    .find((run) => run.path === path)
    ?.libraries.flatMap((library) => library.keywords)
    .find((keyword) => normalName(keyword.name) === 'addissue')
  const given = new Set<string>()
  call.args.forEach(([text], index) => {
    const named = splitNamed(text)
    const name = named ? named.name : signature?.named[index]
    if (name) given.add(name.trim())
  })
  return given
}
