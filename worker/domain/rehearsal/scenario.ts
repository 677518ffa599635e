import * as z from 'zod'

/** What the world answers while a bundle is rehearsed, and what the bundle must make of it. Written as YAML in `.test/rehearsal/`. */

/** Names that would change how the programs around the bundle run, instead of what the bundle reads. */
const protectedNames = /^(PATH|HOME|TMPDIR|LANG|SHELL|ENV|BASH_ENV|IFS|REHEARSAL_.*|PYTHON.*|LD_.*|RW_MODE|CODEBUNDLE_TEMP_DIR)$/

/** True when a variable of this name may be set in the environment of a rehearsal. */
export function isSettable(name: string): boolean {
  return /^[A-Za-z_]\w{0,127}$/.test(name) && !protectedNames.test(name)
}

const values = z.record(
  z.string().refine(isSettable, 'is no name that a rehearsal may set'),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
)

/** The longest output of an answer. A listing of 500 pods has 2 MB. */
const maxOutput = 4 * 1024 * 1024

const outcome = {
  exitCode: z.number().int().min(0).max(255).default(0),
  stdout: z.string().max(maxOutput).default(''),
  stderr: z.string().max(maxOutput).default(''),
  /** Waiting time before the answer, at most 30 s. */
  delayMs: z.number().int().min(0).max(30_000).default(0),
}

const commandPattern = z.string().min(1).max(1000)

const answerSchema = z.strictObject({
  /** One pattern, or several with the same answer. */
  command: z.union([commandPattern, z.array(commandPattern).min(1).max(50)]),
  ...outcome,
  /** The answer that `aws` gives for this operation when there is nothing, in place of `stdout`: `{"Reservations": []}`. */
  empty: z.boolean().default(false),
  /** `stdout` is all that the operation answers, in JSON: `--query`, `--output` and `--format` of aws, az and gcloud, jsonpath and the other forms of kubectl make of it what they make of such an answer. */
  unfiltered: z.boolean().default(false),
})

const defaultSchema = z.strictObject(outcome)

const metricSchema = z.strictObject({
  /** `sub_name` of the metric; the final metric, which has none, when absent. */
  subName: z.string().optional(),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})
export type ExpectedMetric = z.infer<typeof metricSchema>

const issueSchema = z.strictObject({ severity: z.number().int().min(1).max(4).optional(), title: z.string().min(1).max(1000) })
export type ExpectedIssue = z.infer<typeof issueSchema>

const expectSchema = z.strictObject({
  /** Each must be raised at least once; others may be raised too. */
  issues: z.array(issueSchema).max(50).default([]),
  noIssues: z.boolean().default(false),
  metrics: z.array(metricSchema).max(50).default([]),
  /** Every task must end PASS. */
  tasksPass: z.boolean().default(false),
  neverHealthy: z.boolean().default(false),
})

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'must be lower case letters, digits and hyphens'),
  description: z.string().max(2000).default(''),
  variables: values.default({}),
  /** Stand-in values only: a scenario is committed. */
  secrets: values.default({}),
  /** The first one whose `command` fits the whole command line is given; `*` stands for any text. `{{now-5m}}` in an output is that time (s, m, h, d), as 2026-01-31T12:00:00Z. */
  answers: z
    .array(answerSchema)
    .max(200)
    .transform((answers) => answers.flatMap((answer) => [answer.command].flat().map((command) => ({ ...answer, command }))))
    .default([]),
  /** Answers of a standard scenario for commands that none of `answers` fits: empty listings in the form of each tool. */
  otherwise: z.enum(['nothing-there']).optional(),
  /** For a command that no answer fits. */
  default: defaultSchema.default({ exitCode: 1, stdout: '', stderr: 'No answer of the scenario fits this command.\n', delayMs: 0 }),
  expect: expectSchema,
})
export type Scenario = z.infer<typeof scenarioSchema>

export type ParsedScenario = { ok: true; scenario: Scenario } | { ok: false; message: string }

/** Reads a scenario out of parsed YAML. A fault names the file and the place in it: `file: answers.0.exitCode: why`. */
export function parseScenario(file: string, value: unknown): ParsedScenario {
  const parsed = scenarioSchema.safeParse(value)
  if (parsed.success) {
    if (standardNames.has(parsed.data.name)) return { ok: false, message: `${file}: name: "${parsed.data.name}" is a standard scenario.` }
    return { ok: true, scenario: parsed.data }
  }
  const said = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  return { ok: false, message: `${file}: ${said.join('; ')}` }
}

/** Scenarios that run on every bundle and need no file. */
export const standardNames: ReadonlySet<string> = new Set(['everything-fails', 'nothing-there'])
