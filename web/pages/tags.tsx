import type { TagView } from '../../worker/domain/views.ts'
import { Empty } from '../components/empty.tsx'
import { PageTitle } from './page-title.tsx'

/** Tags by their first letter; what begins with none comes last. */
function byLetter(tags: TagView[]): [letter: string, tags: TagView[]][] {
  const groups = new Map<string, TagView[]>()
  for (const tag of [...tags].sort((a, b) => a.tag.localeCompare(b.tag, 'en', { sensitivity: 'base' }))) {
    const first = (tag.tag[0] ?? '').toUpperCase()
    const letter = /\p{L}/u.test(first) ? first : '#'
    groups.set(letter, [...(groups.get(letter) ?? []), tag])
  }
  return [...groups]
}

function TagLink({ tag }: { tag: TagView }) {
  return (
    <a class="tag hover:border-primary" href={`/tags/${encodeURIComponent(tag.tag)}`}>
      {tag.tag} <span class="text-muted">{tag.bundles}</span>
      <span class="sr-only"> CodeBundles</span>
    </a>
  )
}

/** Tags that most CodeBundles have; all others are below them by letter. */
const mostUsed = 12

export function TagsPage({ tags }: { tags: TagView[] }) {
  return (
    <>
      <PageTitle title="Tags">What CodeBundles say they support.</PageTitle>
      {tags.length === 0 ? (
        <Empty title="No tags yet">They appear here as soon as a collection is indexed.</Empty>
      ) : (
        <>
          {tags.length > mostUsed && (
            <section aria-labelledby="most-title">
              <h2 id="most-title" class="eyebrow">
                Most used
              </h2>
              <p class="mt-2 flex flex-wrap gap-2">
                {tags.slice(0, mostUsed).map((tag) => (
                  <TagLink key={tag.tag} tag={tag} />
                ))}
              </p>
            </section>
          )}
          <div class="mt-8 grid gap-x-8 gap-y-1">
            {byLetter(tags).map(([letter, group]) => (
              <section key={letter} aria-label={letter} class="border-line grid grid-cols-[2rem_minmax(0,1fr)] border-t py-3">
                <h2 class="text-muted font-semibold">{letter}</h2>
                <p class="flex flex-wrap gap-2">
                  {group.map((tag) => (
                    <TagLink key={tag.tag} tag={tag} />
                  ))}
                </p>
              </section>
            ))}
          </div>
        </>
      )}
    </>
  )
}
