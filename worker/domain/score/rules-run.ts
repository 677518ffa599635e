import { issueComplete, issueSeverity, unescapedEquals } from '../gates/calls.ts'
import { dryRun, libraryImports } from '../gates/dry-run.ts'
import { exceptBranches, exceptSilent, sliMetric } from '../gates/failures.ts'
import { knownSections, noEmptyTask, robotParses, robotReadable, taskCount, uniqueTasks } from '../gates/robot-file.ts'
import { scriptExecutable, scriptExists, scriptLint, scriptShebang, scriptSyntax, scriptTimeout } from '../gates/scripts.ts'
import { coreLibrary, suiteSetup, usedLibraries } from '../gates/settings.ts'
import { failureSwallowed } from '../gates/swallowed.ts'
import { callsOf, fileExtent, issueExtent, platformCallExtent, scriptExtent, scriptRunExtent } from './extents.ts'
import type { ScoreRule } from './rule.ts'

/** Points for what runs, and tells the truth when it does. */
export const runRules: readonly ScoreRule[] = [
  {
    id: 'run/parses',
    title: 'Robot Framework reads every file',
    of: 10,
    reason: 'What does not parse runs no task.',
    gates: [robotReadable, robotParses, knownSections, noEmptyTask, uniqueTasks, taskCount],
    extent: fileExtent,
    loss: 'strict',
  },
  {
    id: 'run/keywords',
    title: 'Every keyword exists and is called with what it takes',
    of: 12,
    reason: 'An unknown keyword or a misread argument fails the task for certain.',
    gates: [usedLibraries, libraryImports, dryRun, unescapedEquals],
    extent: (facts) => (facts.dryRuns.length > 0 ? fileExtent(facts) : { skip: 'the dry run could not be finished here.' }),
    loss: 'strict',
  },
  {
    id: 'run/setup',
    title: 'Imports happen once, before every task',
    of: 1,
    reason: 'A task that imports for itself cannot be run alone.',
    gates: [suiteSetup, coreLibrary],
    extent: fileExtent,
    loss: 'share',
  },
  {
    id: 'script/sound',
    title: 'Every script exists and has no error',
    of: 10,
    reason: 'A script that stops half way reports half of what is there.',
    gates: [scriptExists, scriptSyntax, scriptLint, scriptShebang],
    extent: scriptExtent,
    loss: 'strict',
  },
  {
    id: 'script/executable',
    title: 'Every script can be started',
    of: 3,
    reason: 'Without the mode bit a script cannot be run by its name.',
    gates: [scriptExecutable],
    extent: scriptExtent,
    loss: 'share',
  },
  {
    id: 'script/timeout',
    title: 'Every script run has a timeout',
    of: 4,
    reason: 'The default of a minute stops large systems half way.',
    gates: [scriptTimeout],
    extent: scriptRunExtent,
    loss: 'share',
  },
  {
    id: 'failure/commands',
    title: 'A failed command does not look healthy',
    of: 14,
    reason: 'This is the fault that hides all others: what could not be checked is reported as fine.',
    gates: [failureSwallowed],
    extent: platformCallExtent,
    loss: 'strict',
  },
  {
    id: 'failure/except',
    title: 'A caught failure is told',
    of: 5,
    reason: 'A failure that is caught and only logged leaves the task green.',
    gates: [exceptSilent],
    extent: (facts) => {
      const count = exceptBranches(facts).length
      return count > 0 ? { count, noun: 'EXCEPT branches' } : { skip: 'no failure is caught.' }
    },
    loss: 'share',
  },
  {
    id: 'issue/raised',
    title: 'The runbook raises issues',
    of: 4,
    reason: 'A runbook that only prints leaves the judgement to the reader.',
    gates: [],
    measure: (facts) =>
      callsOf(facts, 'addissue').length > 0 ||
      facts.robots.some(({ role, model }) => role === 'runbook' && JSON.stringify(model).includes('Add Issue'))
        ? []
        : [{ file: `${facts.path}/runbook.robot`, message: 'No task raises an issue.' }],
    extent: (facts) =>
      facts.robots.some(({ role }) => role === 'runbook') ? { count: 1, noun: 'runbook' } : { skip: 'the bundle has no runbook.' },
    loss: 'share',
    hint: 'Call RW.Core.Add Issue where the state is not what it should be.',
  },
  {
    id: 'issue/complete',
    title: 'Every issue says what is wrong and what to do',
    of: 5,
    reason: 'An issue is read at night, by somebody who did not write the bundle.',
    gates: [issueComplete, issueSeverity],
    extent: issueExtent,
    loss: 'share',
  },
  {
    id: 'sli/metric',
    title: 'The SLI pushes a metric',
    of: 5,
    reason: 'An SLI without a metric measures nothing.',
    gates: [sliMetric],
    extent: (facts) => (facts.robots.some(({ role }) => role === 'sli') ? { count: 1, noun: 'SLI' } : { skip: 'the bundle has no SLI.' }),
    loss: 'strict',
  },
]
