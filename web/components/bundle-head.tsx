import type { BundleView } from '../../worker/domain/views.ts'
import { AccessBadge, PlatformTag } from './badges.tsx'
import { bundleHref } from './bundle-row.tsx'

interface Props {
  view: BundleView
  tab: 'overview' | 'source'
}

function Tabs({ view, tab }: Props) {
  const href = bundleHref(view.card)
  const tabs = [
    { id: 'overview', label: 'Overview', href },
    { id: 'source', label: 'Source', href: `${href}?tab=source` },
  ]
  return (
    <nav aria-label="Views of this CodeBundle" class="border-line mt-6 flex gap-6 border-b">
      {tabs.map((item) => (
        <a
          key={item.id}
          href={item.href}
          class={`-mb-px border-b-2 pb-2 text-sm ${item.id === tab ? 'border-primary font-semibold' : 'text-muted hover:border-line border-transparent'}`}
          {...(item.id === tab ? { 'aria-current': 'page' as const } : {})}
        >
          {item.label}
        </a>
      ))}
    </nav>
  )
}

/** Name, place and description, with a notice when the newest commit could not be read. */
export function BundleHead({ view, tab }: Props) {
  const { card, collection } = view
  return (
    <header class="pt-8">
      <p class="text-sm">
        <a class="link-plain text-muted" href={`/collections/${encodeURIComponent(collection.slug)}`}>
          {collection.name}
        </a>
      </p>
      <h1 class="mt-1 text-2xl font-bold wrap-anywhere md:text-3xl">{card.displayName}</h1>
      <p class="text-muted mt-0.5 font-mono text-xs wrap-anywhere">{card.slug}</p>
      <p class="mt-3 max-w-[72ch]">{card.description}</p>
      <div class="mt-3 flex flex-wrap gap-1.5">
        <PlatformTag platform={card.platform} />
        <AccessBadge access={card.access} />
        {card.supports.map((tag) => (
          <span key={tag} class="tag text-muted">
            {tag}
          </span>
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
