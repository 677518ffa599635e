import type { SecurityFinding } from '../assessment.ts'
import { fileSizes, noArtifacts, noMetaFile, noVariableFiles, plainFiles } from '../gates/directory.ts'
import type { BundleFacts } from '../gates/facts.ts'
import type { Finding } from '../gates/gate.ts'
import { noCredentialVariables } from '../gates/imports.ts'
import { securityReport } from '../security/security-report.ts'
import { declaredAccess } from '../shell/bundle-shell.ts'
import { nameExtent, wholeExtent } from './extents.ts'
import type { ScoreRule } from './rule.ts'

/** Findings of the security report that weigh, one of each kind and file. */
function grave(facts: BundleFacts, wanted: (id: string) => boolean): Finding[] {
  const found = new Map<string, SecurityFinding>()
  for (const finding of securityReport(facts).findings) {
    if (finding.severity !== 'advise' && wanted(finding.id)) found.set(`${finding.id} ${finding.file}`, finding)
  }
  return [...found.values()].map(({ file, line, message, hint }) => ({ file, line, message, hint }))
}

/** Points for a bundle that can be trusted with access. */
export const safeRules: readonly ScoreRule[] = [
  {
    id: 'safe/access',
    title: 'What is declared read-only only reads',
    of: 8,
    reason: 'People grant permissions by the tag.',
    gates: [],
    measure: (facts) => grave(facts, (id) => id === 'access/undeclared-write'),
    extent: (facts) => (declaredAccess(facts) === 'unknown' ? { skip: 'not every task declares its access.' } : wholeExtent()),
    loss: 'strict',
  },
  {
    id: 'safe/credentials',
    title: 'Credentials are imported as secrets',
    of: 5,
    reason: 'A user variable is stored and shown in plain text.',
    gates: [noCredentialVariables],
    extent: nameExtent,
    loss: 'strict',
  },
  {
    id: 'safe/habits',
    title: 'Nothing leaks, and nothing strange is trusted',
    of: 6,
    reason: 'Printed tokens, traced commands, unchecked certificates and downloaded code are how access is lost.',
    gates: [],
    measure: (facts) => grave(facts, (id) => id !== 'access/undeclared-write' && id !== noCredentialVariables.id),
    extent: () => ({ count: 2, noun: 'habits' }),
    loss: 'strict',
  },
  {
    id: 'clean/files',
    title: 'No run output and nothing foreign is committed',
    of: 3,
    reason: 'Old output is read back as if it were fresh, and may hold data of a real system.',
    gates: [noArtifacts, noMetaFile, fileSizes, plainFiles, noVariableFiles],
    extent: () => ({ count: 4, noun: 'files' }),
    loss: 'strict',
  },
  {
    id: 'test/fixtures',
    title: 'The bundle brings something to test it with',
    of: 2,
    reason: 'A change that cannot be tried is a change that is not made.',
    gates: [],
    measure: (facts) =>
      facts.files.some(({ path }) => path.startsWith(`${facts.path}/.test/`)) ? [] : [{ message: 'There is no directory .test.' }],
    extent: wholeExtent,
    loss: 'share',
    hint: 'Add .test/ with what builds and tears down a small system to try the bundle on.',
  },
]
