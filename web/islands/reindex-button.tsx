import { useSignal } from '@preact/signals'
import { announce } from '../announce.ts'
import { api, type Failure } from '../api/client.ts'
import { FailureAlert } from '../components/failure-alert.tsx'

const said = {
  wanted: 'An index run has been asked for. Reload the page in a moment to see it.',
  'already wanted': 'An index run is waiting already. Reload the page in a moment to see it.',
}

/** Asks for an index run of a collection; for its owner and for admins. */
export default function ReindexButton({ slug }: { slug: string }) {
  const busy = useSignal(false)
  const done = useSignal<string | null>(null)
  const failure = useSignal<Failure | null>(null)

  async function ask() {
    busy.value = true
    failure.value = null
    const answer = await api.reindex(slug)
    busy.value = false
    if (!answer.ok) {
      failure.value = answer.failure
      return
    }
    done.value = said[answer.value.status]
    announce(done.value)
  }

  return (
    <div class="mt-4">
      <button type="button" class="btn btn-sm" disabled={busy.value || done.value !== null} onClick={() => void ask()}>
        {busy.value ? 'Asking …' : 'Index again now'}
      </button>
      {done.value && <p class="text-muted mt-2 text-sm">{done.value}</p>}
      {failure.value && <FailureAlert failure={failure.value} />}
    </div>
  )
}
