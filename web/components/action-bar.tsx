import { useSignal } from '@preact/signals'
import { planText } from '../../worker/domain/plan-text.ts'
import type { IssueAction, Viewer } from '../../worker/domain/views.ts'
import { announce } from '../announce.ts'
import { api, type Failure, issuePath } from '../api/client.ts'
import { actionOrder, actionTexts } from '../state/action-texts.ts'
import type { IssueState } from '../state/issue-state.ts'
import { permissionFor } from '../state/permissions.ts'
import { ActionForm } from './action-form.tsx'
import { FailureAlert } from './failure-alert.tsx'
import { Refusals } from './refusals.tsx'

/** The buttons for what the state allows and the viewer may do. Shows the server's answer, never a guess at it. */
export function ActionBar({ state, viewer }: { state: IssueState; viewer: Viewer | null }) {
  const view = state.view.value
  const busy = useSignal<IssueAction | null>(null)
  const asking = useSignal<IssueAction | null>(null)
  const failure = useSignal<Failure | null>(null)
  const offered = actionOrder.filter((action) => view.actions.includes(action))
  const allowed = offered.filter((action) => permissionFor(action, viewer, view.summary).allowed)
  const open = asking.value !== null && allowed.includes(asking.value) ? asking.value : null

  async function run(action: IssueAction, text: string | null) {
    const { summary } = state.view.peek()
    busy.value = action
    failure.value = null
    const answer = await api.act(issuePath(summary), {
      action,
      ...(summary.pull === null ? {} : { headSha: summary.pull.headSha }),
      ...(text === null ? {} : { text }),
    })
    busy.value = null
    if (answer.ok) {
      state.replace(answer.value)
      asking.value = null
      announce(actionTexts[action].done)
    } else failure.value = answer.failure
  }

  function press(action: IssueAction) {
    const { confirm, asks } = actionTexts[action]
    if (confirm === null && asks === null) void run(action, null)
    else asking.value = asking.value === action ? null : action
  }

  if (offered.length === 0) return null
  return (
    <div class="mt-3">
      <Refusals offered={offered} viewer={viewer} summary={view.summary} />
      {allowed.length > 0 && (
        <div class="needs-script flex flex-wrap gap-2">
          {allowed.map((action) => (
            <button
              key={action}
              type="button"
              class={`btn btn-sm ${actionTexts[action].style}`}
              data-action={action}
              disabled={busy.value !== null}
              aria-expanded={actionTexts[action].confirm || actionTexts[action].asks ? open === action : undefined}
              onClick={() => press(action)}
            >
              {actionTexts[action].label}
            </button>
          ))}
        </div>
      )}
      {open !== null && (
        <ActionForm
          key={open}
          action={open}
          busy={busy.value !== null}
          initial={open === 'edit-plan' && view.plan !== null ? planText(view.plan) : ''}
          onDone={(text) => run(open, text)}
          onLeave={() => (asking.value = null)}
        />
      )}
      {failure.value && (
        <div class="mt-3">
          <FailureAlert failure={failure.value} />
        </div>
      )}
    </div>
  )
}
