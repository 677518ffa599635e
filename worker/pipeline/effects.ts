import { isDuplicate } from '../domain/coverage.ts'
import { OutsideError } from '../domain/failure.ts'
import type { Effect, IssueEvent } from '../domain/issue-events.ts'
import type { IssueRecord } from '../domain/issue-record.ts'
import { completePlan } from '../domain/make-plan/complete-plan.ts'
import { acceptanceScenarios, planBasis } from '../domain/make-plan/scenarios/acceptance.ts'
import { makePlan } from '../domain/make-plan.ts'
import type { Plan } from '../domain/plan.ts'
import { answerMarker, answerText } from '../domain/revision.ts'
import { quoteForMarkdown } from '../domain/sanitise.ts'
import { isTerminal, stateLabels, triggerLabel } from '../domain/states.ts'
import { statusComment, statusMarker } from '../domain/status-comment.ts'
import { judgeTrust } from '../domain/trust.ts'
import type { LiveEvent } from '../domain/views.ts'
import { summaryOf } from './issue-view.ts'
import type { Journal } from './journal.ts'
import type { PipelinePorts } from './pipeline-ports.ts'
import { closePull, mergePull, publishDraft } from './publish.ts'

/** What an effect works with. `dispatch` applies what was learned as an event of the issue. */
export interface EffectContext {
  journal: Journal
  ports: PipelinePorts
  now(): number
  /** Returns why a person's request was refused, or null. */
  dispatch(event: IssueEvent, actor: string): string | null
  log(step: Extract<LiveEvent, { type: 'log' }>['step'], text: string): void
}

/** Runs one effect. Safe to repeat: each looks at the outside before it changes it. Throws `OutsideError` when it could not be done. */
export async function runEffect(effect: Effect, context: EffectContext): Promise<void> {
  const record = context.journal.record()
  if (record === null) return
  switch (effect.type) {
    case 'JudgeTrust':
      return judge(effect, record, context)
    case 'MakePlan':
      return plan(record, context)
    case 'ReconsiderPlan':
      return reconsider(record, context)
    case 'EnqueueJob':
      return context.ports.enqueue({ type: 'issue', key: record.key, kind: effect.kind, fence: effect.fence })
    case 'LeaveWork':
      return context.ports.enqueue({ type: 'leave', key: record.key, run: effect.run })
    case 'PublishDraft':
      return publishDraft(record, context)
    case 'MergePullRequest':
      return mergePull(effect.headSha, record, context)
    case 'ClosePullRequest':
      return closePull(record, context)
    case 'AnswerReview':
      return answerReview(effect, record, context)
    case 'CheckActor':
      return checkActor(effect, record, context)
    case 'SetLabel':
      return setLabel(record, context)
    case 'UpdateComment':
      return updateComment(record, context)
    case 'Project':
      return project(record, context)
    default:
      return effect satisfies never
  }
}

async function judge(effect: Extract<Effect, { type: 'JudgeTrust' }>, record: IssueRecord, context: EffectContext): Promise<void> {
  const { login, association, senderType } = effect
  const permission = await context.ports.github.permissionOf(record.repository, login)
  const { verdict, reason } = judgeTrust({ permission, association, senderType })
  context.dispatch({ type: 'TrustJudged', verdict, reason }, 'registry')
}

async function plan(record: IssueRecord, context: EffectContext): Promise<void> {
  const made = makePlan(record.request)
  if ('needsInfo' in made) return void context.dispatch({ type: 'InfoNeeded', questions: made.needsInfo }, 'registry')
  const coverage = await context.ports.registry.coverage(record.request, made.plan)
  const complete = {
    ...completePlan(made.plan, context.ports.planInputs(made.plan, record.request), await context.ports.samples(made.plan.platform)),
    coverage,
  }
  const duplicate = isDuplicate(coverage)
  const outlook = await outlookOf(record, complete, context)
  if (duplicate === null) return void context.dispatch({ type: 'PlanMade', plan: complete, ...outlook }, 'registry')
  const { collection, slug, percent } = duplicate
  context.dispatch({ type: 'DuplicateFound', plan: complete, collection, slug, percent, ...outlook }, 'registry')
}

async function reconsider(record: IssueRecord, context: EffectContext): Promise<void> {
  const { plan: edited } = record
  if (edited === null) return
  const scenarios = acceptanceScenarios(edited, await context.ports.samples(edited.platform))
  const outlook = await outlookOf(record, edited, context)
  context.dispatch({ type: 'PlanReconsidered', basis: planBasis(edited), scenarios, ...outlook }, 'registry')
}

function outlookOf({ repository, request, requester }: IssueRecord, made: Plan, { ports }: EffectContext) {
  return ports.outlook.look({ repository, request, plan: made, author: requester.login })
}

/** Comments and reviews on GitHub count only from people who may write to the repository. */
async function checkActor(effect: Extract<Effect, { type: 'CheckActor' }>, record: IssueRecord, context: EffectContext): Promise<void> {
  const permission = await context.ports.github.permissionOf(record.repository, effect.login)
  const mayWrite = permission === 'admin' || permission === 'maintain' || permission === 'write'
  const ownCancel = effect.then.type === 'CancelAsked' && effect.login === record.requester.login
  const isAllowed = mayWrite || ownCancel
  const refusal = isAllowed
    ? context.dispatch(await withComments(effect.then, record, context), effect.login)
    : `${effect.login} may not do this: it takes write permission on the repository.`
  if (refusal === null) return
  if (!isAllowed) context.log('plan', refusal)
  if (effect.id.startsWith('comment-')) await answerCommand(effect.login, refusal, record, context)
}

/** A command that does nothing is answered, in one comment for each person, so that nobody makes the registry talk. */
async function answerCommand(login: string, refusal: string, record: IssueRecord, { ports }: EffectContext): Promise<void> {
  const page = `${ports.publicUrl}/issues/${record.repository.owner}/${record.repository.repo}/${record.number}`
  const marker = `<!-- codecollection-registry:command:${login.toLowerCase()} -->`
  const body = `${marker}\nThe command of ${quoteForMarkdown(login)} was not carried out. ${quoteForMarkdown(refusal)}\n\n[What can be done now](${page})`
  await comment(marker, body, record, ports)
}

/** A review is one text and any number of comments on lines; the delivery brings only the text. */
async function withComments(then: IssueEvent, record: IssueRecord, context: EffectContext): Promise<IssueEvent> {
  if (then.type !== 'ChangesRequested' || then.reviewId === undefined || record.pull === null) return then
  const comments = await context.ports.github.reviewComments(record.repository, record.pull.number, then.reviewId)
  return { ...then, comments }
}

/** Says of each thing that was asked what changed, or that nothing did. */
async function answerReview(
  { round, asks, draft }: Extract<Effect, { type: 'AnswerReview' }>,
  record: IssueRecord,
  context: EffectContext,
): Promise<void> {
  if (record.pull === null) return
  const body = answerText(asks, draft, quoteForMarkdown)
  await context.ports.github.ensureReview(record.repository, record.pull.number, answerMarker(round), body)
}

async function setLabel(record: IssueRecord, context: EffectContext): Promise<void> {
  const managed = [...new Set(Object.values(stateLabels))]
  // The trigger is taken off at the end, so that adding it again is always "try again".
  const consumed = isTerminal(record.state) ? [triggerLabel] : []
  await context.ports.github.setLabel(record.repository, record.number, stateLabels[record.state], managed, consumed)
}

async function updateComment(record: IssueRecord, context: EffectContext): Promise<void> {
  await comment(statusMarker, statusComment(record, context.ports.publicUrl), record, context.ports)
}

/** A locked issue takes no comment of an App; the newest is posted once it is unlocked. */
async function comment(marker: string, body: string, record: IssueRecord, { github }: Pick<PipelinePorts, 'github'>): Promise<void> {
  try {
    await github.upsertComment(record.repository, record.number, marker, body)
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== 'github_locked') throw error
  }
}

async function project(record: IssueRecord, context: EffectContext): Promise<void> {
  const summary = summaryOf(record, context.journal)
  const rows = context.journal.unprojectedAudit()
  const runs = context.journal.endedRuns()
  await context.ports.projection.project(summary, rows, runs)
  if (runs.length > 0) context.journal.forgetRuns(runs)
  const last = rows.at(-1)
  if (last !== undefined) context.journal.markProjected(last.seq)
  await context.ports.projection.broadcast(summary)
}
