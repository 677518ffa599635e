import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Facet, SearchRequest, SearchResults } from '../../worker/domain/views.ts'
import { announce } from '../announce.ts'
import { api, type Failure } from '../api/client.ts'
import { FacetPanel } from '../components/facet-panel.tsx'
import { FailureAlert } from '../components/failure-alert.tsx'
import { Results } from '../components/results.tsx'
import { SearchInput } from '../components/search-input.tsx'
import { SearchTips } from '../components/search-tips.tsx'
import { count } from '../format/text.ts'
import { askedHref, askedParameters, isAsked, readHref } from '../state/asked.ts'
import { useClock } from '../state/clock.ts'
import { askedByForm } from '../state/search-form.ts'

/** Long enough to skip the letters within a word, short enough to feel immediate. */
const debounceMs = 180

export interface SearchRoomProps {
  asked: SearchRequest
  results: SearchResults
  now: number
}

/** What is asked and what was found; a newer question makes an older answer worthless. */
function useSearch(initial: Pick<SearchRoomProps, 'asked' | 'results'>) {
  const asked = useSignal(initial.asked)
  const results = useSignal(initial.results)
  const failure = useSignal<Failure | null>(null)
  const busy = useSignal(false)
  const pending = useRef<AbortController | null>(null)

  /** `record` says what the browser's history gets: a step to come back to, a changed address, or nothing. */
  async function ask(next: SearchRequest, record: 'push' | 'replace' | 'none') {
    pending.current?.abort()
    const controller = new AbortController()
    pending.current = controller
    asked.value = next
    busy.value = true
    if (record !== 'none') history[`${record}State`](null, '', askedHref(next))
    const answer = await api.search(askedParameters(next), controller.signal)
    if (controller.signal.aborted) return
    busy.value = false
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    results.value = answer.value
    announce(`${count(answer.value.total, next.kind === 'tasks' ? 'task' : 'CodeBundle')} found`)
  }
  return { asked, results, failure, busy, ask }
}

/** The address of a plain click on a link that is answered in place; null for every other click. */
function followed(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-follow]') : null
  return link?.href ?? null
}

/** Facets ticked as they are asked for, until the answer says so itself: a box must not jump back while it waits. */
function tickedAs(facets: Facet[], asked: SearchRequest): Facet[] {
  return facets.map((facet) => ({
    ...facet,
    values: facet.values.map((value) => ({ ...value, selected: isAsked(asked, facet.name, value.value) })),
  }))
}

/** Search with its filters and results: a plain GET form, and with scripting results that follow while the address stays shareable. */
export default function SearchRoom({ now: initialNow, ...initial }: SearchRoomProps) {
  const { asked, results, failure, busy, ask } = useSearch(initial)
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef(0)
  const now = useClock(initialNow)

  const changed = (event: Event) => {
    clearTimeout(timer.current)
    if (form.current === null || (event.target as HTMLElement).id === 'filters-open') return
    void ask(askedByForm(new FormData(form.current), asked.peek(), results.peek().filters), event.type === 'submit' ? 'replace' : 'push')
  }
  const clicked = (event: MouseEvent) => {
    const href = followed(event)
    if (href === null) return
    event.preventDefault()
    clearTimeout(timer.current)
    const next = readHref(href)
    void ask(next, 'push')
    if (next.cursor !== null || asked.peek().cursor !== null) scrollTo({ top: 0 })
  }
  const typed = (query: string) => {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => void ask({ ...asked.peek(), query: query.trim(), cursor: null }, 'replace'), debounceMs)
  }

  useEffect(() => {
    const back = () => void ask(readHref(location.href), 'none')
    addEventListener('popstate', back)
    return () => {
      clearTimeout(timer.current)
      removeEventListener('popstate', back)
    }
  }, [])

  return (
    <search>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key pressed on a link is a click on it */}
      <form
        ref={form}
        method="get"
        action="/search"
        aria-busy={busy.value}
        onClick={clicked}
        onChange={(event) => (event.target as HTMLElement).id !== 'search' && changed(event)}
        onSubmit={(event) => {
          event.preventDefault()
          changed(event)
        }}
      >
        <SearchInput id="search" query={asked.value.query} size="lg" label="Search CodeBundles and tasks" onInput={typed} />
        <SearchTips />
        {asked.value.kind === 'tasks' && <input type="hidden" name="kind" value="tasks" />}
        {failure.value && (
          <div class="mt-4">
            <FailureAlert failure={failure.value} />
          </div>
        )}
        <div class="mt-6 grid gap-x-10 gap-y-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
          <FacetPanel facets={busy.value ? tickedAs(results.value.facets, asked.value) : results.value.facets} />
          <Results asked={asked.value} results={results.value} now={now} />
        </div>
      </form>
    </search>
  )
}
