import type { Verdict } from '../../worker/domain/trial.ts'
import type { TrialNotice, TrialRow, TrialSetView } from '../../worker/domain/trial-view.ts'
import { Ago } from '../components/ago.tsx'
import { CodeLines } from '../components/code-lines.tsx'
import { figuresOf, TotalsLine, TrialNoticeLine, TrialState, Writer } from '../components/trial-parts.tsx'
import { count } from '../format/text.ts'
import { PageTitle } from './page-title.tsx'

interface Props {
  view: TrialSetView
  notice: TrialNotice | null
  now: number
}

const verdicts: Record<Verdict, { text: string; tone: string }> = {
  better: { text: 'Better', tone: 'tone-good' },
  worse: { text: 'Worse', tone: 'tone-bad' },
  same: { text: 'As before', tone: 'tone-quiet' },
}

function Compared({ row }: { row: TrialRow }) {
  const { before, verdict } = row
  if (before === null) return <span class="text-muted">Nothing to hold it against.</span>
  return (
    <>
      {verdict !== null && <span class={`tone ${verdicts[verdict].tone}`}>{verdicts[verdict].text}</span>}{' '}
      <span class="text-muted wrap-anywhere">
        before: {before.provider} {before.model} {before.ok ? 'passed' : 'failed'}, {figuresOf(before)}
      </span>
    </>
  )
}

function Row({ row, setId }: { row: TrialRow; setId: string }) {
  const { trial } = row
  const { result, stage } = trial
  const seconds = Math.round(result.seconds.provider + result.seconds.proof)
  return (
    <li class="py-3 text-sm">
      <div class="grid gap-x-6 gap-y-1 md:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_minmax(0,1.1fr)]">
        <div class="min-w-0">
          {trial.run === null ? (
            <span class="font-semibold wrap-anywhere">{trial.title}</span>
          ) : (
            <a class="row-title wrap-anywhere" href={`/admin/trials/${setId}/${trial.id}`}>
              {trial.title}
            </a>
          )}
          {result.slug !== '' && <p class="text-muted font-mono text-xs wrap-anywhere">{result.slug}</p>}
        </div>
        <p>
          <TrialState trial={trial} />{' '}
          {(stage === 'ended' || result.attempts > 0) && (
            <span class="text-muted">
              {figuresOf(result)}, {count(seconds, 'second')}
            </span>
          )}
        </p>
        <p>
          <Compared row={row} />
        </p>
      </div>
      {result.failed.length > 0 && (
        <ul class="text-muted mt-1.5 list-disc pl-5 text-xs">
          {result.failed.map((text) => (
            <li key={text} class="wrap-anywhere">
              {text}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function AgainstForm({ view }: { view: TrialSetView }) {
  const { set, others, against } = view
  if (others.length === 0) return null
  return (
    <form method="get" action={`/admin/trials/${set.id}`} class="mt-4 flex flex-wrap items-end gap-3">
      <label class="text-sm">
        <span class="text-muted block">Held against</span>
        <select name="against" class="select select-sm mt-1 w-72 max-w-full">
          <option value="">{set.source === 'replay' ? 'the runs themselves' : 'nothing'}</option>
          {others.map(({ id, title }) => (
            <option key={id} value={id} selected={id === against?.set.id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="btn btn-sm">
        Compare
      </button>
    </form>
  )
}

function Controls({ view }: { view: TrialSetView }) {
  const isBusy = view.rows.some(({ trial: { stage } }) => stage === 'draft' || stage === 'prove')
  return (
    <div class="mt-10 flex flex-wrap gap-3">
      <a class="btn btn-sm" href="/admin/trials">
        All evaluations
      </a>
      {isBusy ? (
        <form method="post" action={`/admin/trials/${view.set.id}/stop`}>
          <button type="submit" class="btn btn-sm">
            Stop
          </button>
        </form>
      ) : (
        <details>
          <summary class="btn btn-sm">Delete</summary>
          <form method="post" action={`/admin/trials/${view.set.id}/delete`} class="mt-2">
            <button type="submit" class="btn btn-sm">
              Delete these results for good
            </button>
          </form>
        </details>
      )}
    </div>
  )
}

/** One set of trials, held against the runs it replays or against another set. */
export function TrialSetPage({ view, notice, now }: Props) {
  const { set, totals, rows, against } = view
  const tally = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length
  return (
    <>
      <PageTitle title={set.title}>
        <Writer set={set} /> {set.source === 'replay' ? 'Replayed' : 'Imported'} by {set.createdBy} <Ago at={set.createdAt} now={now} />.
      </PageTitle>
      <TrialNoticeLine notice={notice} />
      <p class="text-sm">
        <TotalsLine totals={totals} />
      </p>
      {against !== null && (
        <p class="mt-1 text-sm">
          <span class="text-muted">Against {against.set.title}:</span> <TotalsLine totals={against.totals} />
        </p>
      )}
      {rows.some(({ verdict }) => verdict !== null) && (
        <p class="mt-1 text-sm">
          {tally('better')} better, {tally('worse')} worse, {tally('same')} as before
        </p>
      )}
      <AgainstForm view={view} />
      <ul class="rows mt-4">
        {rows.map((row) => (
          <Row key={row.trial.id} row={row} setId={set.id} />
        ))}
      </ul>
      {set.instructions !== null && (
        <details class="panel mt-6 px-4 py-2.5">
          <summary class="text-sm font-semibold">The instructions that were tried</summary>
          <div class="mt-2">
            <CodeLines content={set.instructions} label="the instructions" />
          </div>
        </details>
      )}
      <Controls view={view} />
    </>
  )
}
