import * as z from 'zod'

/** The model of one Robot file as Robot Framework reads it, printed by containers/robot/read_robot.py. Lines are 1-based. */

/** A data cell and its line. */
const cellSchema = z.tuple([z.string(), z.number().int()])
export type Cell = z.infer<typeof cellSchema>

/** `name` is in title case (`Force Tags`), `text` is the joined documentation. */
const settingSchema = z.object({
  name: z.string(),
  cells: z.array(cellSchema),
  line: z.number().int(),
  text: z.string().optional(),
})
export type RobotSetting = z.infer<typeof settingSchema>

const callSchema = z.object({
  kind: z.literal('call'),
  keyword: z.string(),
  args: z.array(cellSchema),
  assign: z.array(z.string()),
  line: z.number().int(),
})
export type RobotCall = z.infer<typeof callSchema>

const controlSchema = z.object({ kind: z.literal('control'), type: z.string(), cells: z.array(cellSchema), line: z.number().int() })

/** One branch of a control structure: `IF`, `ELSE IF`, `FOR`, `TRY`, `EXCEPT` ... Branches of one structure follow each other. */
interface RobotBlock {
  kind: 'block'
  type: string
  cells: Cell[]
  assign: string[]
  line: number
  body: RobotStep[]
}
export type RobotStep = RobotCall | z.infer<typeof controlSchema> | RobotBlock

const stepSchema: z.ZodType<RobotStep> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    callSchema,
    controlSchema,
    z.object({
      kind: z.literal('block'),
      type: z.string(),
      cells: z.array(cellSchema),
      assign: z.array(z.string()),
      line: z.number().int(),
      body: z.array(stepSchema),
    }),
  ]),
)

/** A task or a user keyword. */
const bodySchema = z.object({
  name: z.string(),
  line: z.number().int(),
  settings: z.array(settingSchema),
  steps: z.array(stepSchema),
})
export type RobotBody = z.infer<typeof bodySchema>

export const robotModelSchema = z.object({
  sections: z.array(z.object({ type: z.string(), header: z.string(), line: z.number().int() })),
  settings: z.array(settingSchema),
  variables: z.array(z.object({ name: z.string(), cells: z.array(cellSchema), line: z.number().int() })),
  tasks: z.array(bodySchema),
  keywords: z.array(bodySchema),
  /** `file`: the file as a whole does not parse; `step`: one step is not allowed where it stands. */
  problems: z.array(z.object({ kind: z.enum(['file', 'step']), line: z.number().int().nullable(), message: z.string() })),
})
export type RobotModel = z.infer<typeof robotModelSchema>

/** Every keyword call of a body in file order, those inside control structures included. */
export function* callsIn(steps: readonly RobotStep[]): Generator<RobotCall> {
  for (const step of steps) {
    if (step.kind === 'call') yield step
    else if (step.kind === 'block') yield* callsIn(step.body)
  }
}

/** Setup, teardown and template lines read as calls, since Robot runs them as such. */
function settingCalls(settings: readonly RobotSetting[]): RobotCall[] {
  const calls: RobotCall[] = []
  for (const setting of settings) {
    const [first, ...args] = setting.cells
    if (first && /(Setup|Teardown)$/.test(setting.name)) {
      calls.push({ kind: 'call', keyword: first[0], args, assign: [], line: setting.line })
    }
  }
  return calls
}

/** Every call of a file: suite setup and teardown, tasks, user keywords. */
export function* allCalls(model: RobotModel): Generator<RobotCall> {
  yield* settingCalls(model.settings)
  for (const body of [...model.tasks, ...model.keywords]) {
    yield* settingCalls(body.settings)
    yield* callsIn(body.steps)
  }
}

/** Settings with this name, in file order. */
export function settingsNamed(settings: readonly RobotSetting[], ...names: string[]): RobotSetting[] {
  return settings.filter((setting) => names.includes(setting.name))
}

/** Metadata by key, compared as Robot does (case and spaces do not count). The last duplicate wins; its cells are as written. */
export function metadataOf(model: RobotModel, key: string): { cells: string[]; line: number } | null {
  let found: { cells: string[]; line: number } | null = null
  for (const setting of settingsNamed(model.settings, 'Metadata')) {
    const [name, ...values] = setting.cells
    if (name && normalName(name[0]) === normalName(key)) found = { cells: values.map(([text]) => text), line: setting.line }
  }
  return found
}

/** A keyword, metadata or variable name as Robot compares it: case, spaces and underscores do not count. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[\s_]/g, '')
}

/** Splits a call's name into the library prefix, empty when there is none, and the keyword. */
export function splitKeyword(keyword: string): { prefix: string; name: string } {
  const dot = keyword.lastIndexOf('.')
  return dot < 0 ? { prefix: '', name: keyword } : { prefix: keyword.slice(0, dot), name: keyword.slice(dot + 1) }
}
