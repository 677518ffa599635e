import type { SecurityFinding } from '../assessment.ts'
import { undeclaredWrites } from '../security/access.ts'
import { pythonHazards } from '../security/python-hazards.ts'
import { robotHazards } from '../security/robot-hazards.ts'
import { committedSecrets } from '../security/secrets.ts'
import { shellHazards, tracedScripts } from '../security/shell-hazards.ts'
import { shellTexts } from '../shell/bundle-shell.ts'
import type { BundleFacts } from './facts.ts'
import type { Gate } from './gate.ts'

/** Rules about what a bundle leaks, trusts and changes: the findings that lower the security level of a bundle in the registry. */

const known = new WeakMap<BundleFacts, SecurityFinding[]>()

function findings(facts: BundleFacts): SecurityFinding[] {
  const texts = shellTexts(facts)
  const found = known.get(facts) ?? [
    ...committedSecrets(facts),
    ...undeclaredWrites(texts),
    ...shellHazards(texts),
    ...tracedScripts(facts),
    ...pythonHazards(facts),
    ...robotHazards(facts),
  ]
  known.set(facts, found)
  return found
}

function gate({ id, severity, title, reason, hint }: Omit<Gate, 'check'>): Gate {
  return {
    id,
    severity,
    title,
    reason,
    hint,
    check: (facts) =>
      findings(facts)
        .filter((finding) => finding.id === id)
        .map((finding) => ({
          file: finding.file,
          line: finding.line,
          message: finding.message,
          hint: finding.hint,
          severity: finding.severity,
        })),
  }
}

export const noCommittedSecret = gate({
  id: 'secret/committed',
  severity: 'block',
  title: 'No credential is committed.',
  reason: 'Whoever can read the repository can use it, also after it was removed: it stays in the history.',
  hint: 'Make the credential invalid, remove it, and import it with Import Secret.',
})

export const noPrintedSecret = gate({
  id: 'secret/printed',
  severity: 'warn',
  title: 'No credential is printed.',
  reason: 'What a task prints is kept in its report, where many people read it.',
  hint: 'Do not print it; say that it is there, or how long it is.',
})

export const noWrittenSecret = gate({
  id: 'secret/written',
  severity: 'warn',
  title: 'No credential is written into a file that is kept.',
  reason: 'Reports and the files beside them are stored and shown to people who may not use the credential.',
  hint: 'Leave it out of the file.',
})

export const noTrace = gate({
  id: 'shell/xtrace',
  severity: 'warn',
  title: 'No script traces its commands.',
  reason: 'A trace prints every command with the values of its variables, credentials among them.',
  hint: 'Remove set -x and -x.',
})

export const noEvaluation = gate({
  id: 'shell/eval',
  severity: 'advise',
  title: 'No text from variables is run as a command.',
  reason: 'A value with a semicolon in it becomes a command of its own.',
  hint: 'Call the command itself; keep its arguments in an array.',
})

export const noDownload = gate({
  id: 'shell/download',
  severity: 'block',
  title: 'Nothing is run that was just downloaded.',
  reason: 'Whoever controls the address controls what runs, with the credentials of the bundle.',
  hint: 'Put the program into the image, or fetch a fixed version and check its hash.',
})

export const certificatesChecked = gate({
  id: 'tls/off',
  severity: 'warn',
  title: 'Certificates are checked.',
  reason: 'Without the check anybody on the way can answer, and read the credentials that are sent.',
  hint: "Check the certificate; give the issuer's with --cacert or its like.",
})

export const writesDeclared = gate({
  id: 'access/undeclared-write',
  severity: 'warn',
  title: 'A task that is tagged read-only runs no command that changes something.',
  reason: 'Read-only tasks are run by anybody and by schedules.',
  hint: 'Tag the task access:read-write, or take the change out of it.',
})
