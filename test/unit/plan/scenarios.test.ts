import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { acceptanceScenarios, withMadeScenarios } from '../../../worker/domain/make-plan/scenarios/acceptance.ts'
import { expectWords, readExpectWords } from '../../../worker/domain/make-plan/scenarios/expect-words.ts'
import { scenarioFile } from '../../../worker/domain/make-plan/scenarios/plan-scenario.ts'
import { planText } from '../../../worker/domain/plan-text.ts'
import { withPlanText } from '../../../worker/domain/read-plan-text.ts'
import { parseScenario } from '../../../worker/domain/rehearsal/scenario.ts'
import { allSamples } from '../../../worker/domain/samples/all-samples.ts'
import { holdsSecret } from '../../../worker/domain/sanitise-secrets.ts'
import { acceptanceFiles, acceptanceLocks, withAcceptance } from '../../../worker/pipeline/acceptance.ts'
import { generationInput } from '../../generation-input.ts'

const planOf = (title: string, body: string) => generationInput({ title, body, labels: ['codebundle:generate'] }).plan

const pods = planOf(
  'Kubernetes pod health',
  '1. Find pods that are not ready; raise an issue of severity 1\n2. List Deployments that lack replicas\n',
)
const kong = planOf('Kong gateway in Kubernetes', '1. Check the status endpoint of the Kong admin API\n')

describe('the scenarios of a plan', () => {
  it('are a healthy, a broken and an unreachable world where answers are known for every task', () => {
    expect(pods.scenarios?.map(({ name }) => name)).toEqual(['healthy', 'broken', 'unreachable'])
    const [healthy] = pods.scenarios ?? []
    expect(healthy?.answers.flatMap(({ commands }) => commands)).toContain('kubectl *get pods *-o*')
    expect(healthy?.variables).toMatchObject({ NAMESPACE: 'shop' })
  })

  it('are the unreachable one alone where it is not known what a command answers', () => {
    expect(kong.scenarios?.map(({ name }) => name)).toEqual(['unreachable'])
  })

  it('hold nothing that is shaped like a credential, whatever they are about', () => {
    const samples = Object.values(allSamples).flat()
    expect(samples.length).toBeGreaterThan(100)
    expect(samples.filter((sample) => holdsSecret(JSON.stringify(sample))).map(({ kind }) => kind)).toEqual([])
  })

  it('expect a score only of a plan with an SLI', () => {
    const scores = (withSli: boolean) =>
      acceptanceScenarios({ ...pods, withSli }, allSamples.kubernetes).map(({ expect: { score } }) => score)
    expect(scores(false)).toEqual([null, null, null])
    expect(scores(true)).toEqual([{ value: 1 }, { max: 0.99 }, null])
  })

  it('are files that a rehearsal reads back as they were meant', () => {
    for (const scenario of [...(pods.scenarios ?? []), ...(kong.scenarios ?? [])]) {
      const read = parseScenario('x.yaml', parse(scenarioFile(scenario), { maxAliasCount: 50 }))
      if (!read.ok) throw new Error(read.message)
      expect(read.scenario.answers).toHaveLength(scenario.answers.flatMap(({ commands }) => commands).length)
      expect(read.scenario.answers.map(({ stdout }) => stdout.trimEnd())).toEqual(
        scenario.answers.flatMap(({ commands, output }) => commands.map(() => output)),
      )
      expect(read.scenario.expect.noIssues).toBe(scenario.expect.noIssues)
      expect(read.scenario.expect.issues.length).toBe(scenario.expect.issues.length)
      expect(read.scenario.default.exitCode === 0).toBe(false)
      expect(read.scenario.otherwise).toBe(scenario.failure === null ? 'nothing-there' : undefined)
    }
  })

  it('take the place of what a draft writes there, and are locked by hash', async () => {
    const own = { path: 'codebundles/x/.test/rehearsal/healthy.yaml', mode: '100644' as const, content: 'name: healthy\nexpect: {}\n' }
    const other = { path: 'codebundles/x/runbook.robot', mode: '100644' as const, content: '*** Tasks ***\n' }
    const plan = { ...pods, slug: 'x' }
    const files = withAcceptance([own, other], plan)
    expect(files.filter(({ path }) => path === own.path)).toEqual([acceptanceFiles(plan)[0]])
    expect(files).toContainEqual(other)
    const locks = await acceptanceLocks(plan)
    expect(locks.map(({ path }) => path)).toEqual(acceptanceFiles(plan).map(({ path }) => path))
    expect(new Set(locks.map(({ sha256 }) => sha256)).size).toBe(3)
  })
})

describe('what a scenario expects', () => {
  it.each([
    'no issues, score 1',
    'an issue of severity 2 "*volume, nearly full*", score at least 0.1, score at most 0.9',
    'an issue, an issue "*quota*", every task passes',
    'never healthy',
    'nothing',
  ])('reads back: %s', (words) => {
    const read = readExpectWords(words)
    if (typeof read === 'string') throw new Error(read)
    expect(expectWords(read)).toBe(words)
  })

  it.each([
    ['looks good', /"looks good" says nothing/],
    ['no issues, an issue', /either no issues or some/],
  ])('says what is wrong with %s', (words, sentence) => {
    expect(readExpectWords(words)).toMatch(sentence)
  })
})

describe('a plan as text', () => {
  it('holds severities, inputs and scenarios, and comes back as it was', () => {
    expect(pods.tasks[0]).toMatchObject({ severity: 1, lookAt: ['Pods'] })
    expect(withPlanText(pods, planText(pods))).toEqual(pods)
  })

  it('takes severities, variables with defaults, secrets and resource types', () => {
    const text =
      'variables: NAMESPACE, CONTEXT, MAX_PENDING=3\nsecrets: kubeconfig\nresource types: deployment\n\n1. Find pods that are not ready; severity 3; raise an issue when one is\n'
    expect(withPlanText(pods, text)).toMatchObject({
      tasks: [{ title: pods.tasks[0]?.title, severity: 3, raiseWhen: 'when one is' }],
      resourceTypes: ['deployment'],
      variables: [{ name: 'NAMESPACE' }, { name: 'CONTEXT' }, { name: 'MAX_PENDING', example: '3', isRequired: false }],
    })
  })

  it.each([
    ['variables: NAME SPACE!', /"SPACE!" is no variable/],
    ['secrets: kubeconfig=abc', /Give the name only/],
    ['resource types: Uni/corn', /"Uni\/corn" is no name of a resource type/],
    ['scenario everything-fails: no issues', /choose another name/],
    ['scenario broken: an issue\n```json\n[1]\n```', /no JSON object/],
  ])('says what is wrong with %s', (text, sentence) => {
    expect(withPlanText(pods, text)).toMatch(sentence)
  })

  it('takes scenarios away, changes what they expect and adds some with answers of their own', () => {
    const text = [
      'scenario healthy: off',
      'scenario broken: an issue of severity 1 "*not ready*"',
      'scenario quota-full: an issue "*quota*"',
      '```json',
      '{"kubectl *get resourcequota*": {"items": [{"metadata": {"name": "compute"}}]}, "kubectl version*": "v1"}',
      '```',
    ].join('\n')
    const edited = withPlanText(pods, text)
    if (typeof edited === 'string') throw new Error(edited)
    expect(edited.scenarios?.map(({ name, isOwn }) => [name, isOwn])).toEqual([
      ['broken', true],
      ['unreachable', false],
      ['quota-full', true],
    ])
    expect(edited.scenarios?.[0]?.expect.issues).toEqual([{ severity: 1, title: '*not ready*' }])
    expect(edited.scenarios?.[2]?.answers).toMatchObject([
      { commands: ['kubectl *get resourcequota*'] },
      { commands: ['kubectl version*'], output: 'v1' },
    ])
    const again = withMadeScenarios(edited, acceptanceScenarios(edited, allSamples.kubernetes))
    expect(again.scenarios?.map(({ name, isOwn }) => [name, isOwn])).toEqual([
      ['unreachable', false],
      ['broken', true],
      ['quota-full', true],
    ])
  })
})
