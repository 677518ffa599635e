import type { BundleView } from '../../worker/domain/views.ts'
import { BundleFacts } from '../components/bundle-facts.tsx'
import { BundleHead } from '../components/bundle-head.tsx'
import { CodeLines } from '../components/code-lines.tsx'
import { ConfigureSection } from '../components/configure-section.tsx'
import { ProblemList } from '../components/problem-list.tsx'
import { TaskList } from '../components/task-list.tsx'
import { Markdown } from '../markdown/render.tsx'

interface Props {
  view: BundleView
  tab: 'overview' | 'source'
  now: number
}

function Overview({ view }: { view: BundleView }) {
  const { bundle } = view
  const base = view.sourceUrl.endsWith('/') ? view.sourceUrl : `${view.sourceUrl}/`
  return (
    <>
      <TaskList title="Runbook tasks" file={bundle.runbook} />
      <TaskList title="SLI tasks" file={bundle.sli} />
      <ConfigureSection view={view} />
      <section id="readme" aria-labelledby="readme-title" class="mt-10">
        <h2 id="readme-title" class="section-title">
          README
        </h2>
        {view.readme === null ? (
          <p class="text-muted mt-2 text-sm">This CodeBundle has no README.</p>
        ) : (
          <div class="mt-3">
            <Markdown text={view.readme} base={base} />
          </div>
        )}
      </section>
    </>
  )
}

function Source({ view }: { view: BundleView }) {
  const files = [
    { name: 'runbook.robot', content: view.runbookSource },
    { name: 'sli.robot', content: view.sliSource },
  ]
  return (
    <>
      {files.map(({ name, content }) =>
        content === null ? null : (
          <section key={name} aria-labelledby={`source-${name}`} class="mt-8 first:mt-0">
            <h2 id={`source-${name}`} class="section-title mb-3 font-mono text-base">
              {name}
            </h2>
            <CodeLines content={content} label={name} lineId={(line) => `${name}-${line}`} />
          </section>
        ),
      )}
    </>
  )
}

/** One CodeBundle: what it does, how to configure it, its text and its source. */
export function BundlePage({ view, tab, now }: Props) {
  return (
    <>
      <BundleHead view={view} tab={tab} />
      <div class="mt-8 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div class="min-w-0">{tab === 'source' ? <Source view={view} /> : <Overview view={view} />}</div>
        <div>
          <BundleFacts view={view} now={now} />
          <ProblemList problems={view.problems} />
        </div>
      </div>
    </>
  )
}
