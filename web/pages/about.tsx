import type { CollectionView } from '../../worker/domain/views.ts'
import { RequestSteps } from '../components/request-steps.tsx'
import { PageTitle } from './page-title.tsx'

const terms: [term: string, meaning: string][] = [
  ['CodeCollection', 'A git repository with a directory of CodeBundles.'],
  ['CodeBundle', 'A directory with tasks for one purpose, their scripts, and rules for where they apply. Also known as a skill template.'],
  ['Task', 'One thing that is looked at, and what is said about it. Its name holds the variables it runs with. Also known as a tool.'],
  ['Runbook', 'The tasks that a person or an assistant runs to find out what is wrong.'],
  ['SLI', 'Tasks that run every few minutes and push one number between 0 and 1. Also known as a monitor.'],
  ['Generation rules', 'Rules by which discovery configures a CodeBundle for each resource it finds.'],
]

const addresses: [href: string, label: string, what: string][] = [
  ['/api', 'API reference', 'search, CodeBundles and collections as JSON, described by OpenAPI'],
  ['/feed.atom', 'Atom feed', 'new and changed CodeBundles; also as JSON at /feed.json'],
  ['/llms.txt', 'llms.txt', 'where a language model finds what; each page is also Markdown at its address with .md'],
  ['/sitemap.xml', 'Sitemap', 'every page'],
]

function Words() {
  return (
    <section aria-labelledby="terms-title">
      <h2 id="terms-title" class="section-title">
        Words
      </h2>
      <dl class="mt-3 space-y-3 text-sm">
        {terms.map(([term, meaning]) => (
          <div key={term}>
            <dt class="font-semibold">{term}</dt>
            <dd class="text-muted max-w-[60ch]">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function ForPrograms() {
  return (
    <section aria-labelledby="programs-title" class="mt-8">
      <h2 id="programs-title" class="section-title">
        For programs
      </h2>
      <dl class="facts mt-3">
        {addresses.map(([href, label, what]) => (
          <>
            <dt>
              <a class="link-plain" href={href}>
                {label}
              </a>
            </dt>
            <dd class="text-muted">{what}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

/** What the registry is, its words, and what it offers to programs. */
export function AboutPage({ collections }: { collections: CollectionView[] }) {
  return (
    <>
      <PageTitle title="About">
        A registry of CodeBundles that grows itself: what is missing is drafted from an issue, tested in a sandbox, and merged by a person.
      </PageTitle>
      <div class="grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <Words />
        <div>
          <section aria-labelledby="fresh-title">
            <h2 id="fresh-title" class="section-title">
              How fresh it is
            </h2>
            <p class="text-muted mt-3 max-w-[60ch] text-sm">
              A collection is read again at each push and each release, and once a night. What cannot be read is listed with file and line
              on the page of its collection; the last good version stays.
            </p>
          </section>
          <section aria-labelledby="score-words-title" class="mt-8">
            <h2 id="score-words-title" class="section-title">
              What the score says
            </h2>
            <p class="text-muted mt-3 max-w-[60ch] text-sm">
              One set of rules gives points to what is here and decides whether a generated draft may be reviewed. Each point that is
              missing says why, and what earns it. A score is no promise that a CodeBundle suits your system: read its tasks and
              permissions.
            </p>
          </section>
          <ForPrograms />
        </div>
      </div>
      <RequestSteps collections={collections} />
    </>
  )
}
