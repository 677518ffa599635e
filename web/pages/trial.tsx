import type { TrialView } from '../../worker/domain/trial-view.ts'
import { CodeLines } from '../components/code-lines.tsx'
import { DiffLines } from '../components/diff-lines.tsx'
import { figuresOf, TrialState, Writer } from '../components/trial-parts.tsx'
import { count } from '../format/text.ts'
import { PageTitle } from './page-title.tsx'

function Changes({ changes }: Pick<TrialView, 'changes'>) {
  if (changes === null)
    return <p class="text-muted mt-2 text-sm">The issue has gone on to another draft, so there is nothing to compare it with.</p>
  if (changes.length === 0) return <p class="mt-2 text-sm">It is the same as the draft of the run.</p>
  return (
    <>
      {changes.map(({ path, diff }) => (
        <details key={path} class="panel mt-2 overflow-hidden">
          <summary class="hover:bg-base-200 px-4 py-2.5 font-mono text-[0.8125rem] wrap-anywhere">{path}</summary>
          <div class="px-2 pb-2">
            <DiffLines text={diff} label={`Changes of ${path}`} />
          </div>
        </details>
      ))}
    </>
  )
}

/** The newest draft of a trial, and how it differs from that of the run it replays. */
export function TrialPage({ view }: { view: TrialView }) {
  const { set, trial, files, changes } = view
  return (
    <>
      <PageTitle title={trial.title}>
        <a class="link-plain" href={`/admin/trials/${set.id}`}>
          {set.title}
        </a>
        : <Writer set={set} />
      </PageTitle>
      <p class="text-sm">
        <TrialState trial={trial} /> <span class="text-muted">{figuresOf(trial.result)}</span>
      </p>
      {trial.result.rehearsals.length > 0 && <p class="text-muted mt-1 text-sm">Rehearsed: {trial.result.rehearsals.join(', ')}</p>}
      {files.length === 0 ? (
        <p class="text-muted mt-6 text-sm">There is no draft: none was written yet, or it was kept for its 90 days and is gone.</p>
      ) : (
        <>
          <section aria-labelledby="changes-title" class="mt-8">
            <h2 id="changes-title" class="section-title">
              Against the draft of the run
            </h2>
            <Changes changes={changes} />
          </section>
          <section aria-labelledby="files-title" class="mt-8">
            <h2 id="files-title" class="section-title">
              Files <span class="text-muted text-sm font-normal">{count(files.length, 'file')}</span>
            </h2>
            {files.map(({ path, content }) => (
              <details key={path} class="panel mt-2 overflow-hidden">
                <summary class="hover:bg-base-200 px-4 py-2.5 font-mono text-[0.8125rem] wrap-anywhere">{path}</summary>
                <div class="px-2 pb-2">
                  <CodeLines content={content} label={path} />
                </div>
              </details>
            ))}
          </section>
        </>
      )}
    </>
  )
}
