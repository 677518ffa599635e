import type { Check } from './report.ts'
import { redactSecrets } from './sanitise-secrets.ts'

const maxLength = 200

/** Findings about credentials show none of the line: the shape of the credential may be unknown to the redaction. */
const hidden = /^(secret|import\/credential)/

/** Each failed check with the line it is about. `textOf` gives a file's text; undefined when there is none. */
export function withExcerpts(checks: readonly Check[], textOf: (path: string) => string | undefined): Check[] {
  const lines = new Map<string, string[] | null>()
  const linesOf = (path: string) => {
    const known = lines.get(path)
    if (known !== undefined) return known
    const found = textOf(path)?.split('\n') ?? null
    lines.set(path, found)
    return found
  }
  return checks.map((check) => {
    if (check.status !== 'fail' || check.file === null || check.line === null || hidden.test(check.id)) return check
    const line = linesOf(check.file)?.[check.line - 1]?.trim()
    // What came out of a bundle must not steer a terminal or a page.
    return line ? { ...check, excerpt: redactSecrets(line.replace(/[^\P{C}\t]/gu, '�')).text.slice(0, maxLength) } : check
  })
}
