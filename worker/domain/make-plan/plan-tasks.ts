import { findKinds } from '../lexicon/find-kinds.ts'
import type { RequestTask } from '../parse-request/task-words.ts'
import type { Plan } from '../plan.ts'
import type { Platform } from '../platform.ts'
import { severityOf } from './severity.ts'

type PlanTask = Plan['tasks'][number]

/** A task of a request with what a plan says besides: how bad its findings are, and what it looks at. `subject` is what the plan as a whole is about. */
export function planTask(task: RequestTask, platform: Platform, subject: string): PlanTask {
  const text = [task.title, task.description, task.raiseWhen ?? ''].join('\n')
  return { ...task, severity: severityOf(text), lookAt: lookedAt(text, platform, subject) }
}

function lookedAt(text: string, platform: Platform, subject: string): string[] {
  const named = (words: string) => [...new Set(findKinds(words, platform).map(({ kind }) => kind.name))]
  const own = named(text)
  return own.length > 0 ? own : named(subject)
}

/** Why a plan has an SLI or none, for people. */
export function sliReason(wantsSli: boolean, access: Plan['access']): string {
  if (wantsSli) return 'The request asks for a state that can be scored: healthy or not, again and again.'
  if (access === 'read-write') return 'The tasks change things; an SLI only looks.'
  return 'The request asks for answers when something is wrong, not for a score over time.'
}
