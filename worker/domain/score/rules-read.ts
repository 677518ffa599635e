import { type BundleFacts, taskFiles } from '../gates/facts.ts'
import {
  importComplete,
  importLeftovers,
  importName,
  patternAccepts,
  patternWhole,
  platformPrefix,
  secretComplete,
} from '../gates/imports.ts'
import { readmeNames, readmePresent, readmeSections } from '../gates/readme.ts'
import { documentation, forceTags, metadata } from '../gates/settings.ts'
import { accessTag, dataTag, taskDocumentation, titleScope, titleVariables } from '../gates/tasks.ts'
import { nameExtent, secretExtent, taskExtent, variableExtent } from './extents.ts'
import type { ScoreRule } from './rule.ts'

/** Settings that a Robot file should have: Documentation, three Metadata, Force Tags. */
const settingsAFile = 5

const withoutReadme = (facts: BundleFacts) => (facts.readme ? [] : readmePresent.check(facts))

/** Points for a bundle that is understood by those who choose and configure it. */
export const readRules: readonly ScoreRule[] = [
  {
    id: 'task/access',
    title: 'Every task declares its access',
    of: 8,
    reason: 'The tag decides who may run the task, and with which permissions.',
    gates: [accessTag],
    extent: taskExtent,
    loss: 'share',
  },
  {
    id: 'task/data',
    title: 'Every task says what data it returns',
    of: 3,
    reason: 'Readers and assistants choose by it.',
    gates: [dataTag],
    extent: taskExtent,
    loss: 'share',
  },
  {
    id: 'task/documentation',
    title: 'Every task is documented',
    of: 5,
    reason: 'A task is chosen by what its documentation says.',
    gates: [taskDocumentation],
    extent: taskExtent,
    loss: 'share',
  },
  {
    id: 'task/title',
    title: 'Every task title says what and where',
    of: 6,
    reason: 'In a list over many systems a title without its scope cannot be told from the next.',
    gates: [titleScope, titleVariables],
    extent: taskExtent,
    loss: 'share',
  },
  {
    id: 'about/settings',
    title: 'Documentation, author, name, platforms and tags are given',
    of: 5,
    reason: 'The registry shows and filters by them.',
    gates: [documentation, metadata, forceTags],
    extent: (facts) => ({ count: Math.max(1, taskFiles(facts).length) * settingsAFile, noun: 'settings' }),
    loss: 'share',
  },
  {
    id: 'variable/described',
    title: 'Every variable is described, with an example or default',
    of: 5,
    reason: 'The form in which people enter values is made from it.',
    gates: [importComplete, importName, importLeftovers, platformPrefix],
    extent: variableExtent,
    loss: 'share',
  },
  {
    id: 'variable/pattern',
    title: 'Every pattern accepts its own example, and all of it',
    of: 5,
    reason: 'A pattern that refuses its example refuses everything; one that matches a part checks nothing.',
    gates: [patternAccepts, patternWhole],
    extent: variableExtent,
    loss: 'share',
  },
  {
    id: 'variable/secrets',
    title: 'Every secret is described',
    of: 1,
    reason: 'People must know which credential is meant, and what it may do.',
    gates: [secretComplete],
    extent: secretExtent,
    loss: 'share',
  },
  {
    id: 'readme/sections',
    title: 'The README has an overview, the tasks and the configuration',
    of: 5,
    reason: 'What is it, what does it do, what does it need: every reader asks these three.',
    gates: [readmeSections],
    measure: (facts) => missingThrice(facts),
    extent: () => ({ count: 3, noun: 'sections' }),
    loss: 'share',
    hint: readmePresent.hint,
  },
  {
    id: 'readme/names',
    title: 'The README names every variable and secret',
    of: 6,
    reason: 'A value that the README does not name is found by trial.',
    gates: [readmeNames],
    measure: (facts) => everyNameMissing(facts),
    extent: nameExtent,
    loss: 'share',
    hint: readmePresent.hint,
  },
]

/** Without a README each of its three parts is missing. */
function missingThrice(facts: BundleFacts) {
  const missing = withoutReadme(facts)
  return Array.isArray(missing) ? [...missing, ...missing, ...missing] : []
}

function everyNameMissing(facts: BundleFacts) {
  const missing = withoutReadme(facts)
  const extent = nameExtent(facts)
  return Array.isArray(missing) && 'count' in extent
    ? Array.from({ length: missing.length * extent.count }, () => missing[0] ?? { message: '' })
    : []
}
