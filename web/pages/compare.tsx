import type { BundleView, VersionDiff } from '../../worker/domain/views.ts'
import { tabHref } from '../components/bundle-head.tsx'
import { DiffLines } from '../components/diff-lines.tsx'
import { CompareForm, versionName } from '../components/versions-section.tsx'
import { count } from '../format/text.ts'

type Change = VersionDiff['changes'][number]

const kinds = {
  breaking: { title: 'Breaks existing configurations', tone: 'bad' },
  addition: { title: 'New', tone: 'good' },
  change: { title: 'Changed', tone: 'work' },
} as const

function Changes({ kind, changes }: { kind: Change['kind']; changes: Change[] }) {
  const own = changes.filter((change) => change.kind === kind)
  if (own.length === 0) return null
  const { title, tone } = kinds[kind]
  return (
    <section aria-labelledby={`${kind}-title`} class="mt-8">
      <h2 id={`${kind}-title`} class="section-title">
        <span class={`tone tone-${tone} text-base`}>{title}</span> <span class="text-muted text-sm font-normal">{own.length}</span>
      </h2>
      <ul class="rows mt-2">
        {own.map((change) => (
          <li key={`${change.subject} ${change.text}`} class="grid gap-x-6 gap-y-1 py-2.5 text-sm md:grid-cols-[16rem_minmax(0,1fr)]">
            <span>
              <code class="chip">{change.subject}</code>
            </span>
            <span class="wrap-anywhere">{change.text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Diff({ diff }: { diff: VersionDiff }) {
  const breaking = diff.changes.filter(({ kind }) => kind === 'breaking').length
  return (
    <>
      <p class={`notice mt-6 text-sm ${breaking > 0 ? 'tone-bad' : 'tone-good'}`}>
        {breaking > 0
          ? `${count(breaking, 'change')} ${breaking === 1 ? 'asks' : 'ask'} something of those who use it.`
          : 'Nothing asks anything of those who use it.'}
        {diff.changes.length === 0 && diff.sources.length === 0 && ' The two versions are the same in everything the registry reads.'}
      </p>
      <Changes kind="breaking" changes={diff.changes} />
      <Changes kind="addition" changes={diff.changes} />
      <Changes kind="change" changes={diff.changes} />
      {diff.sources.map(({ file, diff: text }) => (
        <section key={file} aria-labelledby={`diff-${file}`} class="mt-10">
          <h2 id={`diff-${file}`} class="section-title mb-3 font-mono text-base">
            {file}
          </h2>
          <DiffLines text={text} label={`Changes of ${file}`} />
        </section>
      ))}
    </>
  )
}

interface Props {
  view: BundleView
  /** Null when two versions have not been chosen yet. */
  diff: VersionDiff | null
}

/** What differs between two versions, for those who use the CodeBundle: what breaks first, then the sources. */
export function ComparePage({ view, diff }: Props) {
  return (
    <>
      <header class="pt-8">
        <p class="text-muted text-sm">
          <a class="link-plain" href={tabHref(view.card, 'overview')}>
            {view.card.displayName}
          </a>
          <span aria-hidden="true"> / </span>
          <a class="link-plain" href={tabHref(view.card, 'versions')}>
            Versions
          </a>
        </p>
        <h1 class="mt-1 text-2xl font-bold wrap-anywhere md:text-3xl">
          {diff === null ? 'Compare versions' : `${versionName(diff.from)} to ${versionName(diff.to)}`}
        </h1>
        <CompareForm view={view} {...(diff === null ? {} : { from: diff.from.treeHash, to: diff.to.treeHash })} />
      </header>
      {diff === null ? <p class="text-muted mt-6 text-sm">Choose two versions to see what differs.</p> : <Diff diff={diff} />}
    </>
  )
}
