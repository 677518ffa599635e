import { everything, type SearchRequest, type SearchResults } from '../../worker/domain/views.ts'
import { count } from '../format/text.ts'
import { askedHref, sorts } from '../state/asked.ts'
import { ActiveFilters } from './active-filters.tsx'
import { BundleRow } from './bundle-row.tsx'
import { Empty } from './empty.tsx'
import { TaskRow } from './task-row.tsx'

interface Props {
  asked: SearchRequest
  results: SearchResults
  now: number
}

function Kinds({ asked, results }: Omit<Props, 'now'>) {
  const totals = { [asked.kind]: results.total, [asked.kind === 'tasks' ? 'bundles' : 'tasks']: results.otherTotal }
  const kinds = [
    { kind: 'bundles', label: 'CodeBundles' },
    { kind: 'tasks', label: 'Tasks' },
  ] as const
  return (
    <nav aria-label="Kinds of results" class="flex gap-5">
      {kinds.map(({ kind, label }) => (
        <a
          key={kind}
          data-follow
          href={askedHref({ ...asked, kind, cursor: null })}
          class={`tab-link ${kind === asked.kind ? 'is-here' : ''}`}
          {...(kind === asked.kind ? { 'aria-current': 'page' as const } : {})}
        >
          {label} <span class="text-muted font-normal">{(totals[kind] ?? 0).toLocaleString('en-US')}</span>
        </a>
      ))}
    </nav>
  )
}

function Sort({ sort }: { sort: SearchRequest['sort'] }) {
  return (
    <div class="flex items-center gap-2 pb-1.5">
      <label class="text-muted text-xs" for="sort">
        Sort
      </label>
      <select id="sort" name="sort" class="select select-xs w-auto" value={sort}>
        {sorts.map(({ value, label }) => (
          <option key={value} value={value} selected={value === sort}>
            {label}
          </option>
        ))}
      </select>
      <button type="submit" class="btn btn-xs no-script">
        Sort
      </button>
    </div>
  )
}

function Nothing({ asked }: { asked: SearchRequest }) {
  const isAll = asked.query === '' && Object.keys(asked.filters).length === 0
  if (isAll) {
    return (
      <Empty title={asked.kind === 'tasks' ? 'No tasks yet' : 'No CodeBundles yet'}>
        They appear here as soon as a collection is indexed.
      </Empty>
    )
  }
  return (
    <Empty title="Nothing found">
      Try fewer or other words, or{' '}
      <a class="link-plain" data-follow href={askedHref({ ...everything, query: asked.query, kind: asked.kind })}>
        search without filters
      </a>
      . If it does not exist yet,{' '}
      <a class="link-plain" href="/#request">
        request it
      </a>
      .
    </Empty>
  )
}

function Says({ asked, results }: Omit<Props, 'now'>) {
  return (
    <>
      {results.notice && <p class="notice mt-3 text-sm">{results.notice}</p>}
      {results.suggestion && (
        <p class="mt-3 text-sm">
          Did you mean{' '}
          <a
            class="link-plain text-primary font-semibold"
            data-follow
            href={askedHref({ ...asked, query: results.suggestion, cursor: null })}
          >
            {results.suggestion}
          </a>
          ?
        </p>
      )}
    </>
  )
}

function Pages({ asked, next }: { asked: SearchRequest; next: string | null }) {
  if (asked.cursor === null && next === null) return null
  return (
    <nav aria-label="Pages" class="mt-6 flex justify-center gap-3">
      {asked.cursor !== null && (
        <a class="btn" data-follow href={askedHref({ ...asked, cursor: null })}>
          First page
        </a>
      )}
      {next !== null && (
        <a class="btn" rel="next" data-follow href={askedHref({ ...asked, cursor: next })}>
          Next page
        </a>
      )}
    </nav>
  )
}

/** A page of results with its counts and what narrows it, or what to do when there is none. Links with `data-follow` are answered in place by the search island. */
export function Results({ asked, results, now }: Props) {
  const { cards, tasks } = results
  const noun = asked.kind === 'tasks' ? 'task' : 'CodeBundle'
  return (
    <section aria-labelledby="results-title" class="min-w-0">
      <div class="border-line flex flex-wrap items-end justify-between gap-x-6 gap-y-2 border-b">
        <Kinds asked={asked} results={results} />
        <Sort sort={asked.sort} />
      </div>
      <h2 id="results-title" class="text-muted mt-3 text-sm">
        {count(results.total, noun)}
        {asked.query !== '' && (
          <>
            {' for '}
            <q class="text-base-content font-medium wrap-anywhere">{asked.query}</q>
          </>
        )}
      </h2>
      <ActiveFilters asked={asked} results={results} />
      <Says asked={asked} results={results} />
      {cards.length + tasks.length === 0 ? (
        <div class="mt-4">
          <Nothing asked={asked} />
        </div>
      ) : (
        <ul class="rows mt-3">
          {cards.map((card) => (
            <li key={`${card.collection}/${card.slug}`}>
              <BundleRow card={card} now={now} />
            </li>
          ))}
          {tasks.map((task) => (
            <li key={`${task.collection}/${task.bundle}/${task.file}/${task.line}`}>
              <TaskRow task={task} />
            </li>
          ))}
        </ul>
      )}
      <Pages asked={asked} next={results.next} />
    </section>
  )
}
