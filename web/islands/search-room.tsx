import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { SearchResults } from '../../worker/domain/views.ts'
import { announce } from '../announce.ts'
import { api, type Failure } from '../api/client.ts'
import { BundleList } from '../components/bundle-list.tsx'
import { FailureAlert } from '../components/failure-alert.tsx'
import { SearchField } from '../components/search-field.tsx'
import { count } from '../format/text.ts'
import { useClock } from '../state/clock.ts'

/** Long enough to skip the letters within a word, short enough to feel immediate. */
const debounceMs = 180

export interface SearchRoomProps {
  results: SearchResults
  now: number
}

/** Search with its results: a plain GET form, and with scripting results that follow the typing while the address stays shareable. */
export default function SearchRoom({ results: initial, now: initialNow }: SearchRoomProps) {
  const results = useSignal(initial)
  const failure = useSignal<Failure | null>(null)
  const typed = useSignal(initial.query)
  const timer = useRef(0)
  const pending = useRef<AbortController | null>(null)
  const now = useClock(initialNow)

  async function run() {
    clearTimeout(timer.current)
    pending.current?.abort()
    const controller = new AbortController()
    pending.current = controller
    const query = typed.value.trim()
    const answer = await api.search(query, null, controller.signal)
    if (controller.signal.aborted) return
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    results.value = answer.value
    history.replaceState(null, '', query === '' ? '/codebundles' : `/search?${new URLSearchParams({ q: query })}`)
    announce(`${count(answer.value.total, 'CodeBundle')} found`)
  }

  useEffect(() => () => clearTimeout(timer.current), [])

  return (
    <>
      <SearchField
        id="search"
        query={typed.value}
        size="lg"
        label="Search CodeBundles"
        onInput={(query) => {
          typed.value = query
          clearTimeout(timer.current)
          timer.current = window.setTimeout(run, debounceMs)
        }}
        onSubmit={run}
      />
      {failure.value && (
        <div class="mt-4">
          <FailureAlert failure={failure.value} />
        </div>
      )}
      <BundleList results={results.value} now={now} />
    </>
  )
}
