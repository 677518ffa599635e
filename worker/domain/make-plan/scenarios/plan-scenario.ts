import * as z from 'zod'

/** A scenario of a plan: agreed upon before a draft is written, then laid into the draft as a file that nobody may change. */

const issueSchema = z.object({ severity: z.number().int().min(1).max(4).nullable(), title: z.string().min(1).max(200) })
const scoreSchema = z.object({ value: z.number().optional(), min: z.number().optional(), max: z.number().optional() })

export const expectationSchema = z.object({
  noIssues: z.boolean(),
  issues: z.array(issueSchema).max(20),
  /** Of the SLI; null when nothing is expected of it. */
  score: scoreSchema.nullable(),
  neverHealthy: z.boolean(),
  tasksPass: z.boolean(),
})
export type Expectation = z.infer<typeof expectationSchema>

export const planScenarioSchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  description: z.string(),
  /** Values of the variables that a bundle must be given. */
  variables: z.record(z.string(), z.string()),
  /** The first that fits a command is given; other commands answer as if there were nothing. Empty with `failure`. */
  answers: z.array(z.object({ commands: z.array(z.string().min(1).max(1000)), output: z.string() })).max(100),
  /** What each command says on its error output, and its exit code; null where commands answer. */
  failure: z.object({ exitCode: z.number().int().min(1).max(255), text: z.string() }).nullable(),
  expect: expectationSchema,
  /** True when a person changed it: then a change of the tasks leaves it as it is. */
  isOwn: z.boolean(),
})
export type PlanScenario = z.infer<typeof planScenarioSchema>

/** Where the file of a scenario is, from the root of the repository. */
export function scenarioPath(slug: string, { name }: Pick<PlanScenario, 'name'>): string {
  return `codebundles/${slug}/.test/rehearsal/${name}.yaml`
}

/**
 * The file of a scenario, as the rehearsal reads it (rehearsal/scenario.ts). Its hash is its lock: another text for the same scenario
 * breaks the runs that are under way.
 */
export function scenarioFile(scenario: PlanScenario): string {
  const { name, description, variables, answers, failure, expect } = scenario
  const set = Object.entries(variables)
  return [
    '# Agreed upon with the plan, before the draft was written. Whoever changes it is told to take it back.',
    `name: ${name}`,
    `description: ${JSON.stringify(description)}`,
    ...(set.length === 0 ? [] : ['variables:', ...set.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)]),
    ...(failure === null
      ? ['otherwise: nothing-there']
      : ['default:', `  exitCode: ${failure.exitCode}`, `  stderr: ${JSON.stringify(`${failure.text}\n`)}`]),
    ...(answers.length === 0 ? [] : ['answers:', ...answers.flatMap(answerLines)]),
    'expect:',
    ...expectLines(expect),
    '',
  ].join('\n')
}

function answerLines({ commands, output }: PlanScenario['answers'][number]): string[] {
  const patterns = commands.map((command) => `      - ${JSON.stringify(command)}`)
  // A block of YAML cannot begin with a space or hold control characters; such a text goes into quotes.
  const isPlain = /^\S[\n\x20-\x7e]*$/.test(output)
  const text = isPlain
    ? ['    stdout: |', ...output.split('\n').map((line) => `      ${line}`.trimEnd())]
    : [`    stdout: ${JSON.stringify(`${output}\n`)}`]
  return ['  - command:', ...patterns, ...(/^[{[]/.test(output) ? ['    unfiltered: true'] : []), ...text]
}

function expectLines({ noIssues, issues, score, neverHealthy, tasksPass }: Expectation): string[] {
  const metric = Object.entries(score ?? {}).map(([key, value], index) => `    ${index === 0 ? '- ' : '  '}${key}: ${value}`)
  const lines = [
    ...(noIssues ? ['  noIssues: true'] : []),
    ...(issues.length === 0 ? [] : ['  issues:', ...issues.flatMap(issueLines)]),
    ...(metric.length === 0 ? [] : ['  metrics:', ...metric]),
    ...(neverHealthy ? ['  neverHealthy: true'] : []),
    ...(tasksPass ? ['  tasksPass: true'] : []),
  ]
  return lines.length === 0 ? ['  {}'] : lines
}

function issueLines({ severity, title }: Expectation['issues'][number]): string[] {
  return [`    - title: ${JSON.stringify(title)}`, ...(severity === null ? [] : [`      severity: ${severity}`])]
}
