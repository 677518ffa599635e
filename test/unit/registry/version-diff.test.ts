import { expect, it } from 'vitest'
import { type Bundle, bundleSchema, type Task, type Variable } from '../../../worker/domain/catalogue.ts'
import { diffVersions } from '../../../worker/domain/version-diff.ts'

const task = (name: string, more: Partial<Task> = {}): Task => ({
  name,
  documentation: `About ${name}`,
  tags: [],
  access: 'read-only',
  line: 1,
  ...more,
})
const file = (...tasks: Task[]) => ({ displayName: null, documentation: '', forceTags: [], libraries: [], tasks })
const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  ...{
    name,
    type: 'string',
    description: null,
    pattern: '\\w*',
    default: 'x',
    example: null,
    enum: null,
    required: false,
    files: ['runbook.robot'],
  },
  ...more,
})
const secret = (name: string, optional = false) => ({ name, description: null, pattern: null, example: null, optional, files: [] })

/** A stored version as the first release of the registry wrote it: without the fields that came later. */
const version = (more: Partial<Bundle> = {}): Bundle => ({
  ...bundleSchema.parse({
    ...{ slug: 'k8s-one', path: 'codebundles/k8s-one', treeHash: 't', displayName: 'One', author: 'ada', description: 'd', supports: [] },
    ...{
      runbook: file(task('Check pods')),
      sli: file(task('Score pods')),
      variables: [],
      secrets: [],
      services: [],
      platformVariables: [],
    },
    ...{ readme: true, files: 1, discovery: { ruleFiles: 0, templates: 0, platforms: [], resourceTypes: [] }, problems: [] },
  }),
  ...more,
})

const changes = (before: Partial<Bundle>, after: Partial<Bundle>) =>
  diffVersions(version(before), version(after)).map(({ kind, subject }) => `${kind} ${subject}`)

it('equal versions differ in nothing', () => {
  expect(diffVersions(version(), version())).toEqual([])
})

it.each<[string, Partial<Bundle>, Partial<Bundle>, string[]]>([
  ['a task that left', {}, { runbook: file() }, ['breaking Check pods']],
  ['a task that came', {}, { runbook: file(task('Check pods'), task('List quotas')) }, ['addition List quotas']],
  ['a task with another name', {}, { runbook: file(task('Check all pods', { documentation: 'New words' })) }, ['breaking Check pods']],
  ['a task that may write now', {}, { runbook: file(task('Check pods', { access: 'read-write' })) }, ['breaking Check pods']],
  ['a task that only reads now', { runbook: file(task('Check pods', { access: 'read-write' })) }, {}, ['change Check pods']],
  ['an SLI that left', {}, { sli: null }, ['breaking SLI']],
  ['a runbook that left', {}, { runbook: null }, ['breaking runbook']],
  ['an SLI that came', { sli: null }, {}, ['addition SLI']],
  ['a variable that left', { variables: [variable('A')] }, {}, ['breaking A']],
  ['a new required variable', {}, { variables: [variable('A', { default: null, required: true })] }, ['breaking A']],
  ['a new optional variable', {}, { variables: [variable('A')] }, ['addition A']],
  ['another default', { variables: [variable('A')] }, { variables: [variable('A', { default: 'y' })] }, ['breaking A']],
  ['another type', { variables: [variable('A')] }, { variables: [variable('A', { type: 'integer' })] }, ['breaking A']],
  ['another pattern', { variables: [variable('A')] }, { variables: [variable('A', { pattern: '.*' })] }, ['breaking A']],
  [
    'a value that left',
    { variables: [variable('A', { enum: ['x', 'y'] })] },
    { variables: [variable('A', { enum: ['x'] })] },
    ['breaking A'],
  ],
  [
    'a value that came',
    { variables: [variable('A', { enum: ['x'] })] },
    { variables: [variable('A', { enum: ['x', 'y'] })] },
    ['addition A'],
  ],
  [
    'a default that left',
    { variables: [variable('A')] },
    { variables: [variable('A', { default: null, required: true })] },
    ['breaking A'],
  ],
  ['a new secret', {}, { secrets: [secret('token')] }, ['breaking token']],
  ['a new optional secret', {}, { secrets: [secret('token', true)] }, ['addition token']],
  ['a secret that left', { secrets: [secret('token')] }, {}, ['change token']],
  ['other words', {}, { description: 'e', displayName: 'Two' }, ['change name', 'change description']],
])('%s', (_what, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected)
})

it('what breaks comes first', () => {
  const kinds = diffVersions(version({ variables: [variable('A')] }), version({ description: 'e', secrets: [secret('b', true)] })).map(
    ({ kind }) => kind,
  )
  expect(kinds).toEqual(['breaking', 'addition', 'change'])
})
