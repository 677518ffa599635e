import { findKinds } from '../../lexicon/find-kinds.ts'
import type { Plan } from '../../plan.ts'
import type { Platform } from '../../platform.ts'
import { type Sample, samplesFor } from '../../samples/sample.ts'
import type { Expectation, PlanScenario } from './plan-scenario.ts'

type Planned = Pick<Plan, 'platform' | 'slug' | 'displayName' | 'tasks' | 'withSli' | 'variables'>

/** How the tool of each platform says that it reaches nothing. */
const failures: Record<Platform, { exitCode: number; text: string }> = {
  kubernetes: {
    exitCode: 1,
    text: 'The connection to the server kubernetes.invalid:6443 was refused - did you specify the right host or port?',
  },
  aws: { exitCode: 255, text: 'Could not connect to the endpoint URL: "https://service.invalid/"' },
  azure: { exitCode: 1, text: 'ERROR: Failed to connect to the endpoint https://management.invalid: connection refused' },
  gcp: { exitCode: 1, text: 'ERROR: (gcloud) There was a problem refreshing your current auth tokens: the server cannot be reached' },
  other: { exitCode: 7, text: 'curl: (7) Failed to connect to service.invalid port 443: Connection refused' },
}

const nothingExpected: Expectation = { noIssues: false, issues: [], score: null, neverHealthy: false, tasksPass: false }

/**
 * What a draft will be measured by: a world where all is well, one where what the tasks look for is wrong, and one where nothing can be
 * reached. The first two are there only where it is known what the platform's tools answer about everything that the tasks look at.
 */
export function acceptanceScenarios(plan: Planned, samples: readonly Sample[]): PlanScenario[] {
  const variables = Object.fromEntries(
    (plan.variables ?? []).flatMap(({ name, example, isRequired }) => (isRequired && example !== null ? [[name, example]] : [])),
  )
  const base = { variables, answers: [], failure: null, isOwn: false }
  const kinds = sampledKinds(plan, new Set(samples.map(({ kind }) => kind)))
  const score = (bounds: NonNullable<Expectation['score']>) => (plan.withSli ? bounds : null)
  const unreachable: PlanScenario = {
    ...base,
    name: 'unreachable',
    description: 'Nothing answers. What could not be looked at must not look healthy.',
    failure: failures[plan.platform],
    expect: { ...nothingExpected, neverHealthy: true },
  }
  if (kinds === null) return [unreachable]
  const known = samplesFor(kinds, samples)
  return [
    {
      ...base,
      name: 'healthy',
      description: 'Everything that the tasks look at is well.',
      answers: answersOf(known, 'healthy'),
      expect: { ...nothingExpected, noIssues: true, score: score({ value: 1 }) },
    },
    {
      ...base,
      name: 'broken',
      description: 'What the tasks look for is wrong.',
      answers: answersOf(known, 'broken'),
      expect: { ...nothingExpected, issues: [{ severity: null, title: '*' }], score: score({ max: 0.99 }) },
    },
    unreachable,
  ]
}

/** What scenarios and forecasts of a plan rest on: those of another basis are not about it. */
export function planBasis({ displayName, tasks, withSli, variables, access }: Plan): string {
  return JSON.stringify([displayName, tasks, withSli, variables, access])
}

/** The kinds of resource that a plan is about, when there are samples for each of its tasks; null otherwise. */
function sampledKinds({ platform, slug, displayName, tasks }: Planned, sampled: ReadonlySet<string>): string[] | null {
  const named = (text: string) => findKinds(text, platform).map(({ kind }) => kind.id)
  const main = named(`${slug.replaceAll('-', ' ')}\n${displayName}`)
  const perTask = tasks.map(({ title }) => [...named(title), ...main].filter((kind) => sampled.has(kind)))
  if (perTask.length === 0 || perTask.some((kinds) => kinds.length === 0)) return null
  return [...new Set([...perTask.flat(), ...tasks.flatMap(({ description }) => named(description))])]
}

function answersOf(samples: readonly Sample[], world: 'healthy' | 'broken'): PlanScenario['answers'] {
  const byOutput = new Map<unknown, string[]>()
  for (const answer of samples.flatMap(({ answers }) => answers)) {
    const output = answer[world]
    byOutput.set(output, [...(byOutput.get(output) ?? []), answer.command])
  }
  return [...byOutput].map(([output, commands]) => ({ commands, output: outputText(output) }))
}

function outputText(output: unknown): string {
  return typeof output === 'string' ? output.replace(/\n$/, '') : JSON.stringify(output, null, 2)
}

/** A plan with the scenarios that were made for it, but for those that people changed or left out. */
export function withMadeScenarios<P extends Pick<Plan, 'scenarios' | 'withoutScenarios'>>(plan: P, made: readonly PlanScenario[]): P {
  const own = (plan.scenarios ?? []).filter(({ isOwn }) => isOwn)
  const taken = new Set([...own.map(({ name }) => name), ...(plan.withoutScenarios ?? [])])
  return { ...plan, scenarios: [...made.filter(({ name }) => !taken.has(name)), ...own] }
}
