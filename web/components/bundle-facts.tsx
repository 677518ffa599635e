import type { BundleView } from '../../worker/domain/views.ts'
import { safeHref } from '../format/text.ts'
import { Ago } from './ago.tsx'

function Discovery({ discovery }: Pick<BundleView['bundle'], 'discovery'>) {
  if (discovery.ruleFiles === 0) return <>configured by hand</>
  return (
    <>
      automatic{discovery.platforms.length > 0 && ` on ${discovery.platforms.join(', ')}`}
      {discovery.resourceTypes.length > 0 && <span class="text-muted block font-mono text-xs">{discovery.resourceTypes.join(', ')}</span>}
    </>
  )
}

function Source({ path, href }: { path: string; href: string | null }) {
  if (!href) return <>{path}</>
  return (
    <a class="link-plain" href={href}>
      {path}
    </a>
  )
}

/** What is known about a CodeBundle, beside its text. */
export function BundleFacts({ view, now }: { view: BundleView; now: number }) {
  const { bundle, card } = view
  const services = [...bundle.services, ...bundle.platformVariables].map((item) => item.name)
  return (
    <section aria-labelledby="about-title">
      <h2 id="about-title" class="section-title">
        About
      </h2>
      <dl class="facts mt-3">
        <dt>Author</dt>
        <dd>{card.author ?? 'not given'}</dd>
        <dt>Updated</dt>
        <dd>
          <Ago at={card.updatedAt} now={now} />
        </dd>
        <dt>Kind</dt>
        <dd>{[card.hasRunbook && 'runbook', card.hasSli && 'SLI'].filter(Boolean).join(' and ') || 'none'}</dd>
        <dt>Discovery</dt>
        <dd>
          <Discovery discovery={bundle.discovery} />
        </dd>
        {services.length > 0 && (
          <>
            <dt>Uses</dt>
            <dd class="font-mono text-xs leading-5">{services.join(', ')}</dd>
          </>
        )}
        <dt>Files</dt>
        <dd>{bundle.files}</dd>
        <dt>Source</dt>
        <dd>
          <Source path={bundle.path} href={safeHref(view.sourceUrl)} />
        </dd>
        <dt>Tree</dt>
        <dd class="font-mono text-xs leading-5">{bundle.treeHash.slice(0, 12)}</dd>
      </dl>
    </section>
  )
}
