import type { BundleView } from '../../worker/domain/views.ts'
import { bundleHref } from './bundle-row.tsx'
import { CopyBlock } from './copy-block.tsx'

/** A badge and a card for other pages. `publicUrl` is the address of the registry without a slash at its end. */
export function ShareSection({ view, publicUrl }: { view: BundleView; publicUrl: string }) {
  const { card } = view
  const badge = `/badges/${encodeURIComponent(card.collection)}/${encodeURIComponent(card.slug)}/score.svg`
  const page = `${publicUrl}${bundleHref(card)}`
  const name = card.displayName.replace(/[[\]\\]/g, '')
  return (
    <section id="share" aria-labelledby="share-title" class="mt-12">
      <h2 id="share-title" class="section-title">
        Badge and embedding
      </h2>
      <p class="text-muted mt-1 max-w-[65ch] text-sm">For the README of the collection; the picture always shows the newest score.</p>
      <p class="mt-3 min-h-5">
        <img src={badge} alt={`Badge with the score of ${card.displayName}`} height={20} />
      </p>
      <div class="mt-2">
        <CopyBlock id="badge-markdown" text={`[![Score of ${name}](${publicUrl}${badge})](${page})`} label="Badge in Markdown" />
      </div>
      <p class="text-muted mt-5 mb-2 max-w-[65ch] text-sm">
        Sites that understand oEmbed show a card for the address of this page. Its description for programs:
      </p>
      <CopyBlock
        id="embed-address"
        text={`${publicUrl}/oembed?format=json&url=${encodeURIComponent(page)}`}
        label="Address of the oEmbed card"
      />
    </section>
  )
}
