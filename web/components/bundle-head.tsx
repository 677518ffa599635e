import type { BundleView } from '../../worker/domain/views.ts'
import { AccessBadge, PlatformTag, ScoreBadge } from './badges.tsx'
import { bundleHref } from './bundle-row.tsx'

export const bundleTabs = ['overview', 'configure', 'source', 'versions', 'quality'] as const
export type BundleTab = (typeof bundleTabs)[number]

const labels: Record<BundleTab, string> = {
  overview: 'Overview',
  configure: 'Configure',
  source: 'Source',
  versions: 'Versions',
  quality: 'Score',
}

interface Props {
  view: BundleView
  tab: BundleTab
}

export function tabHref(card: BundleView['card'], tab: BundleTab): string {
  return tab === 'overview' ? bundleHref(card) : `${bundleHref(card)}?tab=${tab}`
}

function Tabs({ view, tab }: Props) {
  return (
    <nav aria-label="Views of this CodeBundle" class="border-line tabs-line mt-6 flex gap-3.5 border-b sm:gap-6">
      {bundleTabs.map((name) => (
        <a
          key={name}
          href={tabHref(view.card, name)}
          class={`tab-link whitespace-nowrap ${name === tab ? 'is-here' : ''}`}
          {...(name === tab ? { 'aria-current': 'page' as const } : {})}
        >
          {labels[name]}
          {name === 'versions' && view.versions.length > 1 && <span class="text-muted font-normal"> {view.versions.length}</span>}
        </a>
      ))}
    </nav>
  )
}

/** Where a CodeBundle is: its collection, and itself above its inner pages. */
export function Crumbs({ view }: { view: BundleView }) {
  const { collection } = view
  return (
    <nav aria-label="Place" class="text-muted text-sm">
      <a class="link-plain" href="/collections">
        Collections
      </a>
      <span aria-hidden="true"> / </span>
      <a class="link-plain" href={`/collections/${encodeURIComponent(collection.slug)}`}>
        {collection.name}
      </a>
    </nav>
  )
}

/** Name, place and description, with a notice when the newest commit could not be read. */
export function BundleHead({ view, tab }: Props) {
  const { card } = view
  return (
    <header class="pt-8">
      <Crumbs view={view} />
      <h1 class="mt-1 text-2xl font-bold wrap-anywhere md:text-3xl">{card.displayName}</h1>
      <p class="text-muted mt-0.5 font-mono text-xs wrap-anywhere">{card.slug}</p>
      {card.description && <p class="mt-3 max-w-[72ch] whitespace-pre-line">{card.description}</p>}
      <div class="mt-3 flex flex-wrap gap-1.5">
        <PlatformTag platform={card.platform} />
        <AccessBadge access={card.access} />
        <ScoreBadge score={card.score} />
        {card.supports.map((tag) => (
          <a key={tag} class="tag text-muted hover:border-primary" href={`/tags/${encodeURIComponent(tag)}`}>
            {tag}
          </a>
        ))}
      </div>
      {view.stale && (
        <p class="notice tone-wait mt-4 text-sm">
          The newest commit of this CodeBundle could not be read. This is the last version that could; what is wrong is listed under
          Problems.
        </p>
      )}
      <Tabs view={view} tab={tab} />
    </header>
  )
}
