import type { BundleView } from '../../worker/domain/views.ts'
import { BundleFacts } from '../components/bundle-facts.tsx'
import { BundleHead, type BundleTab } from '../components/bundle-head.tsx'
import { BundleRow } from '../components/bundle-row.tsx'
import { ConfigureSection } from '../components/configure-section.tsx'
import { DiscoverySection, PermissionsSection } from '../components/discovery-section.tsx'
import { ProblemList } from '../components/problem-list.tsx'
import { ReadmeSection } from '../components/readme-section.tsx'
import { ScoreSection } from '../components/score-section.tsx'
import { SecuritySection } from '../components/security-section.tsx'
import { ShareSection } from '../components/share-section.tsx'
import { SourceSection } from '../components/source-section.tsx'
import { TaskList } from '../components/task-list.tsx'
import { VersionsSection } from '../components/versions-section.tsx'

export interface BundlePageProps {
  view: BundleView
  tab: BundleTab
  /** On the tab of the source: the file to show. */
  file: string
  publicUrl: string
  now: number
}

function Overview({ view }: { view: BundleView }) {
  const { bundle } = view
  return (
    <>
      <TaskList title="Runbook tasks" name="runbook" file={bundle.runbook} />
      <TaskList title="SLI tasks" name="sli" file={bundle.sli} />
      {bundle.runbook === null && bundle.sli === null && <p class="text-muted text-sm">It has no tasks that could be read.</p>}
      <ReadmeSection view={view} />
    </>
  )
}

function Configure({ view }: { view: BundleView }) {
  return (
    <>
      <ConfigureSection view={view} />
      <DiscoverySection view={view} />
      <PermissionsSection view={view} />
    </>
  )
}

function Related({ view, now }: Pick<BundlePageProps, 'view' | 'now'>) {
  if (view.related.length === 0) return null
  return (
    <section aria-labelledby="related-title" class="mt-14">
      <h2 id="related-title" class="section-title mb-2">
        Related CodeBundles
      </h2>
      <ul class="rows lg:columns-1">
        {view.related.map((card) => (
          <li key={`${card.collection}/${card.slug}`}>
            <BundleRow card={card} now={now} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Tab({ view, tab, file, publicUrl, now }: BundlePageProps) {
  switch (tab) {
    case 'overview':
      return <Overview view={view} />
    case 'configure':
      return <Configure view={view} />
    case 'source':
      return <SourceSection view={view} file={file} />
    case 'versions':
      return <VersionsSection view={view} now={now} />
    case 'quality':
      return (
        <>
          <ScoreSection assessment={view.assessment} now={now} />
          <SecuritySection view={view} />
          <ShareSection view={view} publicUrl={publicUrl} />
        </>
      )
    default:
      return tab satisfies never
  }
}

/** One CodeBundle: what it does, how to configure it, its source, its versions, and how good it is. Each tab is a page of its own. */
export function BundlePage(props: BundlePageProps) {
  const { view, tab, now } = props
  const isWide = tab === 'source'
  return (
    <>
      <BundleHead view={view} tab={tab} />
      <div class={`mt-8 grid gap-x-12 gap-y-10 ${isWide ? '' : 'lg:grid-cols-[minmax(0,1fr)_17rem]'}`}>
        <div class="min-w-0">
          <Tab {...props} />
        </div>
        {!isWide && (
          <div class="min-w-0">
            <BundleFacts view={view} now={now} />
            <ProblemList problems={view.problems} />
          </div>
        )}
      </div>
      {tab === 'overview' && <Related view={view} now={now} />}
    </>
  )
}
