import type { SecurityFinding, SecurityReport } from '../assessment.ts'
import type { BundleFacts } from '../gates/facts.ts'
import { noCredentialVariables } from '../gates/imports.ts'
import { declaredAccess, type ShellText, shellTexts } from '../shell/bundle-shell.ts'
import { commandsOf, undeclaredWrites, writesOf } from './access.ts'
import { pythonHazards } from './python-hazards.ts'
import { robotHazards } from './robot-hazards.ts'
import { committedSecrets } from './secrets.ts'
import { shellHazards, tracedScripts } from './shell-hazards.ts'

/** ShellCheck's warnings that are about safety: deleting too much, running output, going on in the wrong directory. */
const safetyCodes = new Set(['SC2114', 'SC2115', 'SC2091', 'SC2092', 'SC2294', 'SC2164', 'SC2103'])

/** More findings than these say nothing new. */
const maxFindings = 200
const order = { block: 0, warn: 1, advise: 2 }

/** What the files of a bundle may do, leak or trust. A part that breaks on a bundle is named in `skipped`; the rest is told. */
export function securityReport(facts: BundleFacts): SecurityReport {
  const skipped: string[] = []
  const attempt = <T>(what: string, make: () => T, otherwise: T): T => {
    try {
      return make()
    } catch (error) {
      skipped.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
      return otherwise
    }
  }
  const texts = attempt('Commands', () => shellTexts(facts), [] as ShellText[])
  if (facts.scripts.some((script) => script.lint === null && script.syntax !== null)) skipped.push('ShellCheck: it could not run.')
  const findings = [
    ...attempt('Secrets', () => committedSecrets(facts), []),
    ...attempt('Credentials', () => credentialVariables(facts), []),
    ...attempt('Access', () => undeclaredWrites(texts), []),
    ...attempt('Hazards', () => [...shellHazards(texts), ...tracedScripts(facts)], []),
    ...unsafeLint(facts),
    ...attempt('Python', () => pythonHazards(facts), []),
    ...attempt('Robot', () => robotHazards(facts), []),
  ]
    .sort((a, b) => order[a.severity] - order[b.severity])
    .slice(0, maxFindings)
  return {
    level: findings[0]?.severity ?? 'none',
    findings,
    access: { declared: declaredAccess(facts), writes: writesOf(texts).slice(0, maxFindings) },
    commands: commandsOf(texts).slice(0, 2 * maxFindings),
    skipped,
  }
}

function credentialVariables(facts: BundleFacts): SecurityFinding[] {
  const { id, severity, hint } = noCredentialVariables
  const found = noCredentialVariables.check(facts)
  if (!Array.isArray(found)) return []
  return found.map(({ message, file, line }) => ({ id, severity, file: file ?? facts.path, line: line ?? null, message, hint }))
}

function unsafeLint(facts: BundleFacts): SecurityFinding[] {
  return facts.scripts
    .filter((script) => !script.path.startsWith(`${facts.path}/.`))
    .flatMap(({ path, lint, warnings }) =>
      [...(lint ?? []), ...(warnings ?? [])]
        .filter(({ code }) => safetyCodes.has(code))
        .map(({ code, line, message }) => ({
          id: 'shell/lint',
          severity: code === 'SC2114' || code === 'SC2115' ? ('warn' as const) : ('advise' as const),
          file: path,
          line,
          message: `${code}: ${message}`,
          hint: `See https://www.shellcheck.net/wiki/${code}.`,
        })),
    )
}
