import type { CollectionView } from '../../worker/domain/views.ts'
import { safeHref } from '../format/text.ts'

const steps: [title: string, text: string][] = [
  ['Write an issue', 'Say which system, what should be looked at, and when something counts as wrong. Your own words are enough.'],
  ['Label it', 'The label codebundle:generate starts the work. A plan and the closest existing CodeBundles come back on the issue.'],
  ['Watch it', 'The draft is written, tested in a sandbox and repaired. Every line of it is live on the request’s page.'],
  ['Have it reviewed', 'A reviewer approves the pull request with its test report. After the merge it is found by search here.'],
]

function newIssueHref(collection: CollectionView): string | null {
  return safeHref(`${collection.url.replace(/\.git$/, '')}/issues/new`)
}

/** How to ask for a CodeBundle that does not exist, and where. */
export function RequestSteps({ collections }: { collections: CollectionView[] }) {
  const targets = collections.flatMap((collection) => {
    const href = newIssueHref(collection)
    return href === null ? [] : [{ name: collection.name, href }]
  })
  return (
    <section id="request" aria-labelledby="request-title" class="mt-16">
      <h2 id="request-title" class="section-title">
        Request a CodeBundle
      </h2>
      <ol class="mt-4 grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map(([title, text], index) => (
          <li key={title} class="step">
            <h3 class="text-sm font-semibold">
              <span class="text-muted font-normal">{index + 1}</span> {title}
            </h3>
            <p class="text-muted mt-1 text-sm">{text}</p>
          </li>
        ))}
      </ol>
      {targets.length > 0 && (
        <p class="mt-6 text-sm">
          Open an issue on{' '}
          {targets.map((target, index) => (
            <>
              {index > 0 && ', '}
              <a class="link-plain font-medium" href={target.href}>
                {target.name}
              </a>
            </>
          ))}
          .
        </p>
      )}
    </section>
  )
}
