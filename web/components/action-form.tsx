import { useLayoutEffect, useRef } from 'preact/hooks'
import type { IssueAction } from '../../worker/domain/views.ts'
import { actionTexts } from '../state/action-texts.ts'

interface Props {
  action: IssueAction
  busy: boolean
  /** What the text field holds to begin with. */
  initial: string
  onDone: (text: string | null) => void
  onLeave: () => void
}

function Buttons({ action, busy, onLeave }: Pick<Props, 'action' | 'busy' | 'onLeave'>) {
  const { label, confirm } = actionTexts[action]
  const look = action === 'cancel' ? 'btn-error' : 'btn-primary'
  return (
    <div class="mt-3 flex flex-wrap gap-2">
      <button type="submit" class={`btn btn-sm ${look}`} disabled={busy} data-confirm={action}>
        {confirm?.yes ?? label}
      </button>
      <button type="button" class="btn btn-sm btn-ghost" onClick={onLeave}>
        Back
      </button>
    </div>
  )
}

/** The second step of an action that asks for words or for a confirmation. Takes the focus; Esc leaves it. */
export function ActionForm({ action, busy, initial, onDone, onLeave }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const { label, confirm, asks } = actionTexts[action]

  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('textarea, button')?.focus()
  }, [])

  function submit(event: Event) {
    event.preventDefault()
    const text = form.current === null ? null : new FormData(form.current).get('text')
    onDone(typeof text === 'string' ? text.trim() : null)
  }

  return (
    <form
      ref={form}
      class="border-line bg-base-100 rounded-field mt-3 max-w-2xl border p-4"
      aria-label={label}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onLeave()}
    >
      {confirm && (
        <>
          <p class="text-sm font-semibold">{confirm.title}</p>
          <p class="mt-1 text-sm">{confirm.body}</p>
        </>
      )}
      {asks && (
        <label class="block text-sm">
          <span class="font-semibold">{asks}</span>
          <textarea
            name="text"
            required
            maxLength={action === 'edit-plan' ? 16_000 : 4_000}
            rows={initial === '' ? 4 : 12}
            class="textarea mt-2 w-full"
            defaultValue={initial}
          />
        </label>
      )}
      <Buttons action={action} busy={busy} onLeave={onLeave} />
    </form>
  )
}
