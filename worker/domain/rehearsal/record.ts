import * as z from 'zod'

/** What the programs of a rehearsal write down, one JSON object a line. Everything in it was chosen by untrusted code. */

const position = { file: z.string().nullable(), task: z.string().nullable(), at: z.number() }
const text = z.string().nullable()

/** Events of the Robot run. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), ...position, tags: z.array(z.string()) }),
  z.object({ type: z.literal('task'), ...position, status: z.string(), message: text, tags: z.array(z.string()) }),
  z.object({
    type: z.literal('issue'),
    ...position,
    severity: text,
    title: text,
    expected: text,
    actual: text,
    reproduce_hint: text,
    details: text,
    next_steps: text,
  }),
  z.object({ type: z.literal('metric'), ...position, value: text, sub_name: text }),
  z.object({ type: z.literal('text'), ...position, text }),
  z.object({ type: z.literal('fault'), ...position, about: z.enum(['import', 'error']), line: z.number().nullable(), message: text }),
  z.object({ type: z.literal('end'), ...position, failure: text }),
])
export type RehearsalEvent = z.infer<typeof eventSchema>

/** One call of a stand-in. `answer` is the index of the answer that was given, null for the default. `at` is in milliseconds. */
export const callRecordSchema = z.object({
  tool: z.string(),
  args: z.array(z.string()),
  cwd: z.string(),
  stdin: z.string(),
  at: z.number(),
  answer: z.number().nullable(),
  exitCode: z.number(),
})
export type CallRecord = z.infer<typeof callRecordSchema>
