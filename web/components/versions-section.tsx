import type { BundleVersion, BundleView } from '../../worker/domain/views.ts'
import { commitHref } from '../format/source.ts'
import { shortDate } from '../format/time.ts'
import { Ago } from './ago.tsx'
import { bundleHref } from './bundle-row.tsx'

const shaChars = 7

/** A version as people name it: its release, or the commit and its day. */
export function versionName(version: BundleVersion): string {
  return version.release ?? `${version.commit.slice(0, shaChars)} (${shortDate(version.at)})`
}

function Choice({ name, label, versions, chosen }: { name: string; label: string; versions: BundleVersion[]; chosen: string | undefined }) {
  return (
    <label class="text-sm">
      <span class="text-muted block text-xs">{label}</span>
      <select name={name} class="select select-sm mt-1 w-full min-w-48">
        {versions.map((version) => (
          <option key={version.treeHash} value={version.treeHash} selected={version.treeHash === chosen}>
            {versionName(version)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface CompareProps {
  view: BundleView
  from?: string
  to?: string
}

/** Two versions to choose, newest to oldest: a plain GET form. */
export function CompareForm({ view, from = view.versions[1]?.treeHash, to = view.versions[0]?.treeHash }: CompareProps) {
  return (
    <form method="get" action={`${bundleHref(view.card)}/compare`} class="mt-3 flex flex-wrap items-end gap-3">
      <Choice name="from" label="From" versions={view.versions} chosen={from} />
      <Choice name="to" label="To" versions={view.versions} chosen={to} />
      <button type="submit" class="btn btn-sm">
        Compare
      </button>
    </form>
  )
}

function Sha({ view, sha }: { view: BundleView; sha: string }) {
  const href = commitHref(view.collection.url, sha)
  const text = <code class="font-mono text-xs">{sha.slice(0, shaChars)}</code>
  return href === null ? (
    text
  ) : (
    <a class="link-plain" href={href}>
      {text}
    </a>
  )
}

function VersionRow({ view, index, now }: { view: BundleView; index: number; now: number }) {
  const version = view.versions[index]
  const older = view.versions[index + 1]
  if (version === undefined) return null
  return (
    <li class="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-3 text-sm">
      <span class="font-semibold">{version.release ?? 'unreleased'}</span>
      {index === 0 && <span class="tag text-primary">shown here</span>}
      <Sha view={view} sha={version.commit} />
      <span class="text-muted">
        <Ago at={version.at} now={now} />
      </span>
      {older && (
        <a class="link-plain ml-auto" href={`${bundleHref(view.card)}/compare?from=${older.treeHash}&to=${version.treeHash}`}>
          What changed<span class="sr-only"> in {versionName(version)}</span>
        </a>
      )}
    </li>
  )
}

function Versions({ view, now }: { view: BundleView; now: number }) {
  return (
    <section aria-labelledby="versions-title">
      <h2 id="versions-title" class="section-title">
        Versions
      </h2>
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        Each state of its files that the registry has read. Compare any two to see what breaks.
      </p>
      {view.versions.length === 0 && <p class="mt-3 text-sm">None is kept yet.</p>}
      {view.versions.length > 1 && <CompareForm view={view} />}
      {view.versions.length > 0 && (
        <ol class="rows mt-4">
          {view.versions.map((version, index) => (
            <VersionRow key={version.treeHash} view={view} index={index} now={now} />
          ))}
        </ol>
      )}
    </section>
  )
}

function History({ view, now }: { view: BundleView; now: number }) {
  return (
    <section aria-labelledby="history-title" class="mt-10">
      <h2 id="history-title" class="section-title">
        History
      </h2>
      {view.history.length === 0 ? (
        <p class="text-muted mt-2 text-sm">The commits of this CodeBundle are not known yet.</p>
      ) : (
        <ol class="rows mt-3">
          {view.history.map((commit) => (
            <li key={commit.sha} class="py-2.5 text-sm">
              <p class="wrap-anywhere">{commit.subject}</p>
              <p class="text-muted mt-0.5 text-xs">
                <Sha view={view} sha={commit.sha} /> by {commit.author}, <Ago at={commit.at} now={now} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** Versions to compare, and the commits behind them. */
export function VersionsSection({ view, now }: { view: BundleView; now: number }) {
  return (
    <>
      <Versions view={view} now={now} />
      <History view={view} now={now} />
    </>
  )
}
