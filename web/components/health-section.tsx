import type { CollectionHealth, CollectionView } from '../../worker/domain/views.ts'
import { fileHref } from '../format/source.ts'
import { count } from '../format/text.ts'
import { duration } from '../format/time.ts'
import { Ago } from './ago.tsx'
import { runTexts } from './run-badge.tsx'
import { ScrollRegion } from './scroll-region.tsx'

/** Runs that are seen at once; the others are one press away. */
const shownRuns = 5
/** Problems on the page; a collection with more has one cause for most of them. */
const shownProblems = 100

type Run = CollectionHealth['runs'][number]
type Found = CollectionHealth['problems'][number]

function changesOf({ added, changed, removed, unchanged }: Run): string {
  const parts = [added > 0 && `+${added}`, changed > 0 && `${changed} changed`, removed > 0 && `−${removed}`].filter(Boolean)
  return parts.length === 0 ? `${unchanged} unchanged` : parts.join(', ')
}

function RunRow({ run, now }: { run: Run; now: number }) {
  const { label, tone } = runTexts[run.status]
  return (
    <tr>
      <td>
        <span class={`tone tone-${tone}`}>{run.status === 'failed' ? 'failed' : label}</span>
      </td>
      <td>
        <Ago at={run.startedAt} now={now} />
      </td>
      <td>{run.cause}</td>
      <td class="font-mono text-xs">{run.commit?.slice(0, 7) ?? '–'}</td>
      <td class="text-muted">{run.finishedAt === null ? 'not ended' : duration(run.finishedAt - run.startedAt)}</td>
      <td>{run.error ? <span class="text-error wrap-anywhere">{run.error}</span> : changesOf(run)}</td>
    </tr>
  )
}

function Runs({ runs, now, label }: { runs: Run[]; now: number; label: string }) {
  return (
    <ScrollRegion class="overflow-x-auto" label={label}>
      <table class="data-table runs-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Began</th>
            <th scope="col">Cause</th>
            <th scope="col">Commit</th>
            <th scope="col">Took</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.startedAt} run={run} now={now} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Place({ collection, problem }: { collection: CollectionView; problem: Found }) {
  if (problem.file === null) return null
  const text = `${problem.file}${problem.line === null ? '' : `:${problem.line}`}`
  const href = fileHref(collection.url, collection.commit ?? collection.defaultBranch, problem.file, problem.line)
  if (href === null) return <>{text}</>
  return (
    <a class="link-plain" href={href}>
      {text}
    </a>
  )
}

function Problems({ collection, problems }: { collection: CollectionView; problems: Found[] }) {
  if (problems.length === 0) return <p class="tone tone-good mt-3">No problems.</p>
  return (
    <>
      <ul class="rows mt-3">
        {problems.slice(0, shownProblems).map((problem, index) => (
          <li key={`${index} ${problem.file} ${problem.line} ${problem.code}`} class="py-2.5 text-sm">
            <p class="wrap-anywhere">{problem.message}</p>
            <p class="text-muted mt-0.5 font-mono text-xs wrap-anywhere">
              <Place collection={collection} problem={problem} /> {problem.code}
              {problem.stale && <span class="text-warning font-sans"> · the last good version is shown</span>}
            </p>
          </li>
        ))}
      </ul>
      {problems.length > shownProblems && <p class="text-muted mt-2 text-sm">And {count(problems.length - shownProblems, 'other')}.</p>}
    </>
  )
}

/** What the last index runs did, and every problem with its file and line. */
export function HealthSection({ collection, health, now }: { collection: CollectionView; health: CollectionHealth; now: number }) {
  const older = health.runs.slice(shownRuns)
  return (
    <section id="health" aria-labelledby="health-title" class="mt-14">
      <h2 id="health-title" class="section-title">
        Health of the index
      </h2>
      <h3 class="eyebrow mt-4">Problems</h3>
      <Problems collection={collection} problems={health.problems} />
      <h3 class="eyebrow mt-6 mb-1">Runs</h3>
      {health.runs.length === 0 ? (
        <p class="text-muted text-sm">It has not been read yet.</p>
      ) : (
        <Runs runs={health.runs.slice(0, shownRuns)} now={now} label="Newest index runs" />
      )}
      {older.length > 0 && (
        <details class="mt-2">
          <summary class="text-muted text-sm">{count(older.length, 'older run')}</summary>
          <Runs runs={older} now={now} label="Older index runs" />
        </details>
      )}
    </section>
  )
}
