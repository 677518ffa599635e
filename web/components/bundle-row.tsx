import type { BundleCard } from '../../worker/domain/views.ts'
import { count } from '../format/text.ts'
import { Ago } from './ago.tsx'
import { AccessBadge, PlatformTag, ScoreBadge } from './badges.tsx'
import { Snippet } from './snippet.tsx'

/** Tags shown before the rest is summed up: more would wrap on a phone. */
const shownTags = 3

export function bundleHref(card: Pick<BundleCard, 'collection' | 'slug'>): string {
  return `/collections/${encodeURIComponent(card.collection)}/codebundles/${encodeURIComponent(card.slug)}`
}

/** One CodeBundle in a list. */
export function BundleRow({ card, now }: { card: BundleCard; now: number }) {
  const kinds = [card.hasRunbook && 'runbook', card.hasSli && 'SLI'].filter(Boolean).join(' + ')
  const more = card.supports.length - shownTags
  return (
    <article class="py-4">
      <h3 class="text-base">
        <a class="row-title" data-row href={bundleHref(card)}>
          {card.displayName}
        </a>
      </h3>
      <p class="text-muted text-xs">
        <span class="font-mono wrap-anywhere">
          {card.collection}/{card.slug}
        </span>
        <span aria-hidden="true"> · </span>
        <span class="whitespace-nowrap">
          updated <Ago at={card.updatedAt} now={now} />
        </span>
      </p>
      <p class="mt-1.5 line-clamp-2 max-w-[75ch] text-sm">{card.snippet ? <Snippet text={card.snippet} /> : card.description}</p>
      <div class="mt-2 flex flex-wrap items-center gap-1.5 text-xs">
        <PlatformTag platform={card.platform} />
        <AccessBadge access={card.access} />
        <ScoreBadge score={card.score} />
        <span class="text-muted px-1">
          {count(card.tasks, 'task')}
          {kinds && ` · ${kinds}`}
        </span>
        {card.supports.slice(0, shownTags).map((tag) => (
          <span key={tag} class="text-muted px-1">
            {tag}
          </span>
        ))}
        {more > 0 && <span class="text-muted px-1">+{more}</span>}
      </div>
    </article>
  )
}
