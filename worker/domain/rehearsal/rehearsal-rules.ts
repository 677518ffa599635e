import type { Gate } from '../gates/gate.ts'

type Rule = Omit<Gate, 'check'>

/** The checks beyond the static gates: what a rehearsal and a lock can find. */
export const rehearsalRules: readonly Rule[] = [
  {
    id: 'confinement/steps',
    severity: 'block',
    title: "Every step that runs a stranger's code was shut off.",
    reason: 'What a library or a script does when it is imported or run is unknown; with a network and files it could do harm.',
    hint: 'Allow user namespaces on this machine, or say --allow-unconfined for a bundle you trust.',
  },
  {
    id: 'acceptance/locked',
    severity: 'block',
    title: 'The scenarios that were agreed upon are as they were.',
    reason: 'A draft that may change what it is measured by proves nothing.',
    hint: 'Leave the files under .test/rehearsal/ that were agreed upon as they are; a new request is needed to change them.',
  },
  {
    id: 'rehearsal/bundle',
    severity: 'block',
    title: 'There is something to run.',
    reason: 'Without a runbook or an SLI nothing can be proved.',
    hint: 'Add runbook.robot.',
  },
  {
    id: 'rehearsal/runs',
    severity: 'block',
    title: 'Robot Framework can run every file.',
    reason: 'A file that cannot be run checks nothing, whatever is written in it.',
    hint: 'Robot Framework must be able to read the whole file.',
  },
  {
    id: 'rehearsal/scenario-file',
    severity: 'block',
    title: 'Every scenario can be read.',
    reason: 'A scenario that is skipped looks like one that passed.',
    hint: 'docs/checks/rehearsal.md describes every field.',
  },
  {
    id: 'rehearsal/everything-fails',
    severity: 'block',
    title: 'Nothing looks healthy when every command fails.',
    reason: 'What could not be checked must not be reported as fine: that hides every outage.',
    hint: 'Check the exit code of each command, and raise an issue or let the task fail when nothing could be checked.',
  },
  {
    id: 'rehearsal/nothing-there',
    severity: 'advise',
    title: 'An empty world is read without a failure.',
    reason: 'A system without resources is common, and no reason for a task to break.',
    hint: 'Read an empty list without failing: .items[]?, // [], length.',
  },
  {
    id: 'rehearsal/scenario',
    severity: 'block',
    title: "The bundle's own scenarios are met.",
    reason: 'They say what the bundle must find in a world that somebody wrote down.',
    hint: 'Compare what the report says was raised and pushed with what the scenario expects.',
  },
  {
    id: 'rehearsal/read-only',
    severity: 'block',
    title: 'Tasks that are tagged read-only were seen to read only.',
    reason: 'Read-only tasks are run by anybody and by schedules.',
    hint: 'Take the command out, or tag the task access:read-write.',
  },
  {
    id: 'rehearsal/permissions-declared',
    severity: 'warn',
    title: 'The README declares every permission that the recorded commands need.',
    reason: 'Whoever grants the permissions goes by the README; what it leaves out is found out by a failure.',
    hint: 'Add what is missing to the section of the README about permissions.',
  },
  {
    id: 'rehearsal/permissions-least',
    severity: 'warn',
    title: 'The README declares no permission that is clearly more than needed.',
    reason: 'A credential that may do anything does harm when it leaks, and nobody gets it from a careful operator.',
    hint: 'Name the single verbs, actions or the viewer role instead.',
  },
]
