import * as z from 'zod'
import { planSchema } from '../../domain/plan.ts'
import { platforms } from '../../domain/platform.ts'
import { reportSchema } from '../../domain/report.ts'
import { parsedRequestSchema } from '../../domain/request.ts'
import { draftFileSchema } from '../../domain/sandbox-protocol.ts'
import { states } from '../../domain/states.ts'
import type { IssueSummary, IssueView, LiveEvent } from '../../domain/views.ts'
import { moneyShape } from './money-schema.ts'
import { milliseconds } from './schemas.ts'

const actions = z.enum(['approve-plan', 'edit-plan', 'approve', 'request-changes', 'cancel', 'retry', 'pause', 'resume'])

const summarySchema: z.ZodType<IssueSummary> = z
  .object({
    key: z.string(),
    owner: z.string(),
    repo: z.string(),
    number: z.number().int(),
    title: z.string(),
    url: z.string(),
    requester: z.string(),
    state: z.enum(states),
    since: milliseconds,
    openedAt: milliseconds,
    updatedAt: milliseconds,
    round: z.number().int(),
    attempt: z.number().int(),
    slug: z.string().nullable(),
    platform: z.enum(platforms).nullable(),
    provider: z.string().nullable(),
    pull: z.object({ number: z.number().int(), url: z.string(), headSha: z.string() }).nullable(),
    outcome: z.object({ reason: z.string(), nextAction: z.string() }).nullable(),
    seq: z.number().int(),
  })
  .meta({ id: 'IssueSummary' })

const numbered = { seq: z.number().int(), at: milliseconds }
const eventSchema: z.ZodType<LiveEvent> = z.discriminatedUnion('type', [
  z.object({
    ...numbered,
    type: z.literal('transition'),
    from: z.enum(states),
    to: z.enum(states),
    actor: z.string(),
    cause: z.string(),
    note: z.string().nullable(),
  }),
  z.object({
    ...numbered,
    type: z.literal('log'),
    step: z.enum(['plan', 'generate', 'validate', 'publish', 'merge', 'index']),
    text: z.string(),
  }),
  z.object({ ...numbered, type: z.literal('note'), actor: z.string(), text: z.string() }),
  z.object({ ...numbered, type: z.literal('changed'), what: z.enum(['plan', 'files', 'report', 'pull']) }),
])

export const issueListSchema = z.object({ issues: z.array(summarySchema) })

export const issueViewSchema: z.ZodType<IssueView> = z
  .object({
    summary: summarySchema,
    request: parsedRequestSchema
      .pick({ text: true, hidden: true, suspicion: true })
      .describe('The request as a model sees it, what was taken out before, and how much it looks like an attempt to steer the model.'),
    plan: planSchema.nullable(),
    files: z.array(draftFileSchema),
    report: reportSchema.nullable(),
    approval: z.object({ login: z.string(), headSha: z.string(), at: milliseconds }).nullable(),
    draft: z
      .object({
        model: z.string().nullable(),
        notes: z.array(z.string()),
        authors: z.record(z.string(), z.string()).describe('Who wrote each file.'),
      })
      .nullable(),
    drafts: z
      .array(
        z.object({
          round: z.number().int(),
          attempt: z.number().int(),
          provider: z.string(),
          model: z.string().nullable(),
          usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() }).nullable(),
          costMicros: z.number().int().nullable(),
        }),
      )
      .describe('Every draft that a provider was asked for, with its tokens and its cost in micro-dollars where they are known.'),
    spentMicros: z.number().int().nullable().describe('What all drafts have cost, in micro-dollars.'),
    spentIsWhole: z.boolean().describe('Whether the price of every draft is known.'),
    ...moneyShape,
    events: z.array(eventSchema),
    actions: z.array(actions),
    deadline: milliseconds.nullable(),
  })
  .meta({ id: 'Issue' })

/** What a person asks of an issue. */
export const actionSchema = z.object({
  action: actions,
  headSha: z.string().max(64).optional().describe('With approve: the head commit that was reviewed.'),
  text: z.string().max(16_000).optional().describe('With request-changes: what should change. With edit-plan: the plan as text.'),
})
