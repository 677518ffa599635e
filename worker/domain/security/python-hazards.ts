import type { SecurityFinding } from '../assessment.ts'
import type { BundleFacts } from '../gates/facts.ts'

/** Habits of Python beside the Robot files that are plain to see. The files are read line by line, not as code. */

interface Habit {
  id: string
  severity: SecurityFinding['severity']
  hint: string
  /** What is wrong with a line without its comment; null when nothing is. */
  find(line: string): string | null
}

const habits: readonly Habit[] = [
  {
    id: 'tls/off',
    severity: 'warn',
    hint: "Check the certificate; give the issuer's to verify=.",
    find: (line) => {
      const off = /\bverify\s*=\s*False\b|\b_create_unverified_context\b|\bCERT_NONE\b/.exec(line)?.[0]
      return off === undefined ? null : `${off}: anybody on the way can answer.`
    },
  },
  {
    id: 'shell/eval',
    severity: 'advise',
    hint: 'Call the program itself, with its arguments as a list.',
    find: (line) => {
      const code = withoutStrings(line)
      if (/(?<![\w.])(eval|exec)\s*\(\s*[^)\s]/.test(code)) return 'Text from variables is run as code.'
      return /\bshell\s*=\s*True\b/.test(code)
        ? 'A text is run by a shell: a value with a semicolon in it becomes a command of its own.'
        : null
    },
  },
  {
    id: 'secret/printed',
    severity: 'warn',
    hint: 'Do not print it; say that it is there, or how long it is.',
    find: (line) => {
      const printed = /(?<![\w.])(?:print|log(?:ger|ging)?\.\w+|sys\.std(?:out|err)\.write)\s*\((.*)$/.exec(line)?.[1]
      const name = printed === undefined ? undefined : credential.exec(withoutStrings(printed))?.[1]
      return name === undefined ? null : `Prints the value of ${name}.`
    },
  },
]

/** A name that holds a credential, as a value of its own: not measured, cut or compared. */
const credential =
  /(?<![\w(.]|len\(|bool\()((?!(?:next|page|next_page|continuation)_?token\b)(?:\w+_)?(?:password|passwd|client_secret|secret|token|api_?key|access_?key|private_?key))\b(?!\s*(?:[[.(]|is\b|==|!=|if\b))/i

/** The line without what stands in quotes; of formatted text the values stay. */
function withoutStrings(line: string): string {
  return line.replace(/([rbfu]{0,2})("""|'''|"|')((?:\\.|(?!\2).)*)\2/gi, (_all, kind: string, _quote: string, text: string) =>
    /f/i.test(kind) ? ` ${[...text.matchAll(/(?<!\{)\{([^{}]+)\}/g)].map((match) => match[1]).join(' , ')} ` : '""',
  )
}

/** Findings in the Python files of a bundle. */
export function pythonHazards(facts: BundleFacts): SecurityFinding[] {
  return facts.files
    .filter(({ path, text }) => path.endsWith('.py') && text !== null && !path.startsWith(`${facts.path}/.`))
    .flatMap(({ path, text }) =>
      (text ?? '').split('\n').flatMap((line, index) =>
        habits.flatMap(({ id, severity, hint, find }): SecurityFinding[] => {
          const message = /^\s*#/.test(line) ? null : find(line)
          return message === null ? [] : [{ id, severity, file: path, line: index + 1, message, hint }]
        }),
      ),
    )
}
