import type { ComponentChildren } from 'preact'
import type { Plan } from '../../worker/domain/plan.ts'
import { listWords } from '../format/text.ts'
import { AccessBadge, PlatformTag } from './badges.tsx'
import { bundleHref } from './bundle-row.tsx'
import { PlanInputs, PlanScenarios } from './plan-details.tsx'
import { TaskName } from './task-name.tsx'

function Coverage({ plan }: { plan: Plan }) {
  if (plan.coverage.length === 0) return <p class="text-muted mt-2 text-sm">Nothing in the registry comes close.</p>
  return (
    <ul class="mt-2 space-y-2 text-sm">
      {plan.coverage.map((item) => (
        <li key={`${item.collection}/${item.slug}`} class="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-2">
          <span class="font-semibold">{item.percent} %</span>
          <span>
            <a class="link-plain" href={bundleHref(item)}>
              {item.displayName}
            </a>
            <span class="text-muted block text-xs">{item.why}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** People write "at 85 % or more", "when it is full", "for each claim" and plain conditions. */
function raiseText(raiseWhen: string | null): string {
  if (raiseWhen === null) return 'for what it finds'
  return /^(when|if|at|for|on|once|above|below|whenever|unless)\b/i.test(raiseWhen) ? raiseWhen : `when ${raiseWhen}`
}

function PlanTasks({ plan }: { plan: Plan }) {
  return (
    <ol class="rows mt-2">
      {plan.tasks.map((task, index) => (
        <li key={task.title} class="grid grid-cols-[1.75rem_minmax(0,1fr)] py-3 text-sm">
          <span class="text-muted">{index + 1}</span>
          <div>
            <p class="font-medium">
              <TaskName name={task.title} />
            </p>
            {task.description && <p class="text-muted mt-0.5">{task.description}</p>}
            {task.lookAt && task.lookAt.length > 0 && <p class="text-muted mt-0.5">Looks at {listWords(task.lookAt)}</p>}
            {(task.raiseWhen || task.severity) && (
              <p class="mt-0.5">
                Raises an issue{task.severity && ` of severity ${task.severity}`} {raiseText(task.raiseWhen)}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What will be built, or that it is not known yet. */
export function PlanSection({ plan, forecast }: { plan: Plan | null; forecast?: ComponentChildren }) {
  return (
    <section id="plan" aria-labelledby="plan-title" class="mt-10">
      <h2 id="plan-title" class="section-title">
        Plan
      </h2>
      {plan === null ? (
        <p class="text-muted mt-2 text-sm">The plan appears here once the request is understood.</p>
      ) : (
        <div class="mt-3 grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
          <div>
            <div class="flex flex-wrap items-center gap-2">
              <h3 class="font-semibold">{plan.displayName}</h3>
              <PlatformTag platform={plan.platform} />
              <AccessBadge access={plan.access} />
              {plan.withSli && <span class="tag">with SLI</span>}
            </div>
            <p class="mt-1 max-w-[70ch] text-sm">{plan.summary}</p>
            <PlanTasks plan={plan} />
            <PlanScenarios plan={plan} />
          </div>
          <div>
            {forecast}
            <h3 class="eyebrow">Closest existing CodeBundles</h3>
            <Coverage plan={plan} />
            <PlanInputs plan={plan} />
          </div>
        </div>
      )}
    </section>
  )
}
