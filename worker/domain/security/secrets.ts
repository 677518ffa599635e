import type { SecurityFinding } from '../assessment.ts'
import type { BundleFacts } from '../gates/facts.ts'
import { secretsIn } from '../sanitise-secrets.ts'

/** Credentials that were committed. */

/** Words of examples. A token or password that holds one of them was never valid. */
const example =
  /x{4,}|y{4,}|\*{3,}|\.{3}|…|example|sample|placeholder|changeme|change-me|dummy|invalid|fake|wrong|redacted|your[-_]?|<[^>]*>|\bfoo\b|\btest(ing)?\b|hunter2|0{6,}|1234|abcd|deadbeef/i

/** Values that come from elsewhere: a variable, a template, a command. */
const reference = /[$<>{}%]|\(\(/

export function committedSecrets(facts: BundleFacts): SecurityFinding[] {
  return facts.files.flatMap(({ path, text }) => {
    if (text === null) return []
    const keys = secretsIn(text).filter((found) => !isExample(found, text))
    const lines = new Set<number>()
    return [...keys.map((found) => found.index), ...assignedPasswords(path, text)].flatMap((index): SecurityFinding[] => {
      const line = lineAt(text, index)
      if (lines.has(line)) return []
      lines.add(line)
      return [
        {
          id: 'secret/committed',
          severity: 'block',
          file: path,
          line,
          message: 'This looks like a credential.',
          hint: 'Make the credential invalid, remove it, and import it with Import Secret. Removing it alone is not enough: it stays in the history.',
        },
      ]
    })
  })
}

/** What stands around and in a key-shaped text tells an example from a key. */
function isExample(found: { index: number; text: string }, text: string): boolean {
  const { text: key } = found
  if (key.startsWith('-----BEGIN')) return !isWholeKey(key)
  if (example.test(key) || reference.test(key)) return true
  // `https://user:password@host` in the text of a manual.
  const before = text.slice(Math.max(0, found.index - 120), found.index)
  const isAddress = /:\/\/[^\s/:@]{1,100}:$/.test(before)
  return isAddress && (/^(pass(word)?|pwd|secret|token|\w*_?PASS\w*)$/i.test(key) || /[$<{%]/.test(before.slice(before.lastIndexOf('://'))))
}

/** A header without a body, as in a pattern or a description, is no key. */
function isWholeKey(block: string): boolean {
  const body = block.replace(/-----[^-]*-----/g, '').replace(/\\n|\s/g, '')
  return body.length >= 100 && /^[A-Za-z0-9+/=]{100,}$/.test(body.slice(0, 200)) && !example.test(body.slice(0, 40))
}

const assignment =
  /(?<![\w$])(\w*(?:password|passwd|client_secret|api_?key|secret_?key|access_?token|auth_?token))["']?\s*(?:=|:)\s*(["'])([^"'\s]{8,200})\2/gi

/** Literal passwords in code: `PASSWORD="…"`. Manuals and fixtures show how to set one, and have no such rule. */
function assignedPasswords(path: string, text: string): number[] {
  if (!/\.(sh|py|robot|ya?ml|json|tf|tfvars)$/.test(path) || path.includes('/.test/')) return []
  return [...text.matchAll(assignment)].flatMap((match) => {
    const value = match[3] ?? ''
    return example.test(value) || reference.test(value) || !isRandom(value) ? [] : [match.index]
  })
}

/** A password has digits and letters in no word's order; `production-db-password` is the name of one. */
function isRandom(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length
  return kinds >= 3 && new Set(value).size >= 8 && !/^(https?:|[./~]|\w+\/\w+)/.test(value) && !/^[a-z]+([-_.:][a-z]+)+\d*$/i.test(value)
}

function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
