import type { TrialNotice, TrialSetRow, TrialsView } from '../../worker/domain/trial-view.ts'
import { Ago } from '../components/ago.tsx'
import { ReplayForm } from '../components/replay-form.tsx'
import { TotalsLine, TrialNoticeLine, Writer } from '../components/trial-parts.tsx'
import { PageTitle } from './page-title.tsx'

interface Props {
  view: TrialsView
  notice: TrialNotice | null
  now: number
}

function SetRow({ row, now }: { row: TrialSetRow; now: number }) {
  const { set, totals } = row
  return (
    <li class="grid gap-x-6 gap-y-1 py-3 text-sm md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_auto]">
      <div class="min-w-0">
        <a class="row-title wrap-anywhere" href={`/admin/trials/${set.id}`}>
          {set.title}
        </a>
        <p class="text-muted text-xs">
          <Writer set={set} />
        </p>
      </div>
      <p>
        <TotalsLine totals={totals} />
      </p>
      <p class="text-muted text-xs md:text-right">
        {set.source === 'replay' ? 'replayed' : 'imported'} by {set.createdBy} <Ago at={set.createdAt} now={now} />
      </p>
    </li>
  )
}

function Import() {
  return (
    <section aria-labelledby="import-title" class="mt-12">
      <h2 id="import-title" class="section-title">
        Import an evaluation
      </h2>
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        <code class="chip">npm run eval:generate</code> says which file of .local/evals holds its results.
      </p>
      <form method="post" action="/admin/trials/import" enctype="multipart/form-data" class="mt-3 flex flex-wrap items-end gap-3">
        <label class="text-sm">
          <span class="text-muted block">Results as JSON</span>
          <input type="file" name="file" required accept="application/json,.json" class="file-input file-input-sm mt-1 max-w-full" />
        </label>
        <button type="submit" class="btn btn-sm">
          Import
        </button>
      </form>
    </section>
  )
}

/** For admins: what models did, kept and compared. */
export function TrialsPage({ view, notice, now }: Props) {
  return (
    <>
      <PageTitle title="Evaluations">
        Past runs drafted again with another model or other instructions, and results of <code class="chip">npm run eval:generate</code>.
        Replays are proven like every draft, count against the budgets, and leave issues and pull requests alone.
      </PageTitle>
      <TrialNoticeLine notice={notice} />
      <section aria-labelledby="results-title">
        <h2 id="results-title" class="section-title">
          Results
        </h2>
        {view.sets.length === 0 ? (
          <p class="text-muted mt-2 text-sm">Nothing was evaluated yet. Replay a run below, or import what an evaluation has found.</p>
        ) : (
          <ul class="rows mt-2">
            {view.sets.map((row) => (
              <SetRow key={row.set.id} row={row} now={now} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="replay-title" class="mt-12">
        <h2 id="replay-title" class="section-title">
          Replay past runs
        </h2>
        <p class="text-muted mt-1 max-w-[65ch] text-sm">
          Request, plan and scenarios are those that the run had. Cursor works on a branch of its own in the repository, which is deleted
          afterwards; the others write nothing outside the registry.
        </p>
        <ReplayForm view={view} now={now} />
      </section>
      <Import />
    </>
  )
}
