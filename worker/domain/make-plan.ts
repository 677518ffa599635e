import { platformOfWords } from './lexicon/platforms.ts'
import { planTask, sliReason } from './make-plan/plan-tasks.ts'
import { nameBundle } from './make-plan/slug.ts'
import { saysSomething, taskOfProse } from './parse-request/free-text.ts'
import { splitSections } from './parse-request/sections.ts'
import { subjectOfTitle } from './parse-request/shape.ts'
import { resourcePhrase } from './parse-request/subject.ts'
import { type RequestTask, shapeTitle } from './parse-request/task-words.ts'
import type { Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { ParsedRequest } from './request.ts'

export type PlanResult = { plan: Omit<Plan, 'coverage'> } | { needsInfo: string[] }

/** More tasks than this in one bundle are hard to review and slow to run. */
const maxTasks = 8

const platformNames: Record<Platform, string> = { kubernetes: 'Kubernetes', aws: 'AWS', azure: 'Azure', gcp: 'GCP', other: 'HTTP' }

/** Derives the plan from the request alone: deterministic, no I/O. A request that says too little gets questions instead. */
export function makePlan(request: ParsedRequest): PlanResult {
  const subject = subjectOfTitle(request.title)
  const scope = partOf(request, 'scope')
  const derived = request.tasks.length > 0 ? request.tasks : tasksOfScope(request, subject, scope)
  const platform = request.platform ?? platformOfWords(subject, request.text)
  const questions: string[] = []
  if (request.shape === 'none') questions.push('Do you ask for a new CodeBundle? If so, say what it should check.')
  if (platform === null) questions.push('Which platform is it for: Kubernetes, AWS, Azure, GCP, or another service with an HTTP API?')
  if (derived.length === 0)
    questions.push('What should the CodeBundle check, and when should it raise an issue? One line for each task is enough.')
  // Below the title stands nothing but what is shown in a picture.
  const isWordless = request.text.replace(/<[^>]*>/g, '').trim() === request.title
  if (questions.length > 0 && isWordless && request.removed.some(({ what }) => /^(?:image text|html tag)$/.test(what)))
    questions.push('A picture cannot be read here: say in words what it shows.')
  if (platform === null || questions.length > 0) return { needsInfo: questions }
  const purpose = request.purpose ?? (request.access === 'read-write' ? 'ops' : 'health')
  const phrases = [subject, partOf(request, 'query'), scope, request.service ?? '', ...derived.map((task) => task.title)].filter(
    (text) => text !== '',
  )
  const naming = nameBundle(platform, purpose, explicitService(request, subject), phrases)
  const { tasks, note } = fitTasks(derived)
  return {
    plan: {
      slug: naming.slug,
      displayName: naming.displayName,
      platform,
      access: request.access,
      purpose,
      summary: summaryOf(request, { platform, purpose, about: request.service ?? naming.resource.join(' '), tasks: tasks.length, note }),
      tasks: tasks.map((task) => planTask(task, platform, `${naming.slug.replaceAll('-', ' ')}\n${naming.displayName}`)),
      withSli: request.wantsSli,
      sliReason: sliReason(request.wantsSli, request.access),
    },
  }
}

function partOf(request: ParsedRequest, field: 'scope' | 'query'): string {
  return splitSections(request.text)
    .filter((section) => section.field === field)
    .flatMap((section) => section.lines)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The service counts as named by the requester when it is not merely read off the title. */
function explicitService(request: ParsedRequest, subject: string): string | null {
  if (request.service === null) return null
  const named = splitSections(request.text).some(
    (section) => section.field === 'service' && section.lines.join(' ').includes(request.service ?? ''),
  )
  return named || !saysSomething(subject) || resourcePhrase(subject, request.platform) === null ? request.service : null
}

/** A scope without a task list: its condition for a healthy state is the one task. */
function tasksOfScope(request: ParsedRequest, subject: string, scope: string): RequestTask[] {
  if (request.shape === 'none') return []
  const condition = /\b(?:1|one|healthy|green|ok|passes|true)\s+(?:when|if)\s+([^;.]+?)(?=,|;|\.|$)/i.exec(scope)?.[1]
  const fromCondition = condition === undefined ? null : shapeTitle(`Check that ${condition}`)
  if (fromCondition !== null) return [{ title: fromCondition, description: scope.slice(0, 1500), raiseWhen: null }]
  const one = taskOfProse(subject, scope === '' ? [] : [scope])
  return one === null ? [] : [one]
}

function fitTasks(tasks: readonly RequestTask[]): { tasks: RequestTask[]; note: string | null } {
  if (tasks.length <= maxTasks) return { tasks: [...tasks], note: null }
  const rest = tasks.slice(maxTasks - 1)
  const merged: RequestTask = {
    title: `Check the ${rest.length} remaining points of the request`,
    description: rest
      .map((task) => task.title)
      .join('\n')
      .slice(0, 1500),
    raiseWhen: rest.find((task) => task.raiseWhen !== null)?.raiseWhen ?? null,
  }
  return {
    tasks: [...tasks.slice(0, maxTasks - 1), merged],
    note: `The request lists ${tasks.length} tasks; a CodeBundle holds ${maxTasks} at most, so the last ${rest.length} are merged into one.`,
  }
}

function summaryOf(
  request: ParsedRequest,
  of: { platform: Platform; purpose: string; about: string; tasks: number; note: string | null },
): string {
  const what = `${platformNames[of.platform]} ${of.purpose} of ${of.about}`
  const parts = [
    `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${of.tasks} ${of.tasks === 1 ? 'task' : 'tasks'}${request.wantsSli ? ' and an SLI' : ''}, ${request.access}.`,
  ]
  if (of.note !== null) parts.push(of.note)
  return parts.join(' ')
}
