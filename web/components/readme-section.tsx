import type { BundleView } from '../../worker/domain/views.ts'
import { safeHref } from '../format/text.ts'
import { placesOf } from '../markdown/addresses.ts'
import { type Heading, type ParsedMarkdown, parseMarkdown } from '../markdown/outline.ts'
import { Markdown } from '../markdown/render.tsx'

/** Headings below this depth are left out of the contents. */
const deepest = 3
/** Fewer headings need no table of contents. */
const worthList = 3

function Contents({ headings }: { headings: Heading[] }) {
  const listed = headings.filter(({ depth, text }) => depth <= deepest && text !== '')
  if (listed.length < worthList) return null
  const top = Math.min(...listed.map(({ depth }) => depth))
  return (
    <nav aria-label="Contents of the README" class="contents-list">
      <details open>
        <summary class="eyebrow">Contents</summary>
        <ol class="mt-1.5 text-sm">
          {listed.map(({ id, depth, text }) => (
            <li key={id} class={depth > top ? 'pl-4' : ''}>
              <a class="hover:text-primary block py-0.5 wrap-anywhere" href={`#${id}`}>
                {text}
              </a>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  )
}

function Text({ view, parsed }: { view: BundleView; parsed: ParsedMarkdown }) {
  const href = safeHref(view.sourceUrl)
  return (
    <>
      <Contents headings={parsed.headings} />
      <div class="mt-4">
        <Markdown parsed={parsed} places={placesOf(view.sourceUrl)} />
      </div>
      {parsed.cut && (
        <p class="notice mt-4 text-sm">
          The README is longer than what is shown here.{' '}
          {href && (
            <a class="link-plain" href={href}>
              Read the rest at its source.
            </a>
          )}
        </p>
      )}
    </>
  )
}

/** The README with its contents. */
export function ReadmeSection({ view }: { view: BundleView }) {
  return (
    <section id="readme" aria-labelledby="readme-title" class="border-line mt-10 border-t pt-8">
      <h2 id="readme-title" class="section-title mb-3">
        README
      </h2>
      {view.readme === null ? (
        <p class="text-muted mt-2 text-sm">This CodeBundle has no README.</p>
      ) : (
        <Text view={view} parsed={parseMarkdown(view.readme)} />
      )}
    </section>
  )
}
