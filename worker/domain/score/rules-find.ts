import { directoryName, threePartName } from '../gates/directory.ts'
import { resourceTypes } from '../gates/resource-types.ts'
import { legalQualifiers, outputTemplates, rulesNotEmpty, rulesReadable, rulesShape, slxShape } from '../gates/rules.ts'
import { configComplete, configKnown, pathToRobot, templatesRender } from '../gates/templates.ts'
import { ruleExtent, templateExtent, wholeExtent } from './extents.ts'
import type { ScoreRule } from './rule.ts'

/** Points for a bundle that is found: by discovery and by people. */
export const findRules: readonly ScoreRule[] = [
  {
    id: 'discovery/types',
    title: 'Discovery knows every resource type',
    of: 10,
    reason: 'An unknown name matches nothing, so that the bundle is offered to nobody.',
    gates: [resourceTypes],
    extent: ruleExtent,
    loss: 'strict',
  },
  {
    id: 'discovery/rules',
    title: 'The generation rules are whole',
    of: 6,
    reason: 'A slip in a rule shows only as configuration that never appears.',
    gates: [rulesReadable, rulesNotEmpty, rulesShape, slxShape, legalQualifiers, outputTemplates],
    extent: ruleExtent,
    loss: 'strict',
  },
  {
    id: 'discovery/templates',
    title: 'The templates give a configuration that runs',
    of: 6,
    reason: 'A template that does not render, or leaves out a variable, fails on every resource.',
    gates: [templatesRender, pathToRobot, configComplete],
    extent: templateExtent,
    loss: 'strict',
  },
  {
    id: 'discovery/config',
    title: 'Nothing is configured that nobody reads',
    of: 2,
    reason: 'A value without a reader misleads whoever changes it.',
    gates: [configKnown],
    extent: templateExtent,
    loss: 'share',
  },
  {
    id: 'about/name',
    title: 'The name says platform, resource and purpose',
    of: 1,
    reason: 'The name is the first thing people see, and often the only one.',
    gates: [directoryName, threePartName],
    extent: wholeExtent,
    loss: 'share',
  },
]
