import type { ComponentChildren } from 'preact'
import type { AdminView } from '../../worker/domain/admin-view.ts'
import { count } from '../format/text.ts'
import { Ago } from './ago.tsx'

type Entry = AdminView['keys'][number]

function Stored({ stored, now }: { stored: Entry['stored']; now: number }) {
  if (stored === null) return <p class="text-muted text-sm">No key is set.</p>
  const { lastFour, setAt, setBy, test } = stored
  return (
    <div class="text-sm">
      <p>
        {lastFour === '' ? (
          'Set '
        ) : (
          <>
            Ends in <code class="chip">{lastFour}</code>, set{' '}
          </>
        )}
        <Ago at={setAt} now={now} /> by {setBy}.
      </p>
      {test === null ? (
        <p class="text-muted mt-0.5">Not tested yet.</p>
      ) : (
        <p class="mt-0.5 wrap-anywhere">
          <span class={`tone ${test.ok ? 'tone-good' : 'tone-bad'}`}>{test.ok ? 'Works' : 'Does not work'}</span> {test.message}{' '}
          <span class="text-muted">
            (tested <Ago at={test.at} now={now} />)
          </span>
        </p>
      )}
    </div>
  )
}

/** A service that failed is left alone for a while; another key or a test that passes ends that. */
function Paused({ paused, now }: { paused: Entry['paused']; now: number }) {
  if (paused === null) return null
  const minutes = Math.max(1, Math.ceil((paused.until - now) / 60_000))
  return (
    <p class="mt-1 text-sm wrap-anywhere">
      Left alone for {count(minutes, 'more minute')}: {paused.reason} A test that passes ends the pause.
    </p>
  )
}

function SetForm({ name, title, stored, disabled }: Pick<Entry, 'name' | 'title' | 'stored'> & { disabled: boolean }) {
  return (
    <form method="post" action={`/admin/keys/${name}`} class="flex flex-wrap items-end gap-2">
      <label class="min-w-0 flex-1 basis-56 text-sm">
        <span class="font-semibold">
          {stored === null ? 'Key' : 'New key'}
          <span class="sr-only"> of {title}</span>
        </span>
        <input
          type="password"
          name="key"
          required
          autocomplete="off"
          maxLength={1000}
          class="input input-sm mt-1 w-full"
          disabled={disabled}
        />
      </label>
      <button type="submit" class="btn btn-sm btn-primary" disabled={disabled}>
        {stored === null ? 'Set' : 'Replace'}
        <span class="sr-only"> the key of {title}</span>
      </button>
    </form>
  )
}

function StoredForms({ name, title }: Pick<Entry, 'name' | 'title'>) {
  return (
    <div class="mt-3 flex flex-wrap items-start gap-2">
      <form method="post" action={`/admin/keys/${name}/test`}>
        <button type="submit" class="btn btn-sm">
          Test<span class="sr-only"> the key of {title}</span>
        </button>
      </form>
      <details>
        <summary class="btn btn-sm btn-ghost border-line">
          Delete …<span class="sr-only"> the key of {title}</span>
        </summary>
        <form method="post" action={`/admin/keys/${name}/delete`} class="mt-2 max-w-sm text-sm">
          <p>Requests go to the other providers from then on. The key itself stays valid at {title}; revoke it there.</p>
          <button type="submit" class="btn btn-sm btn-error mt-2">
            Delete the key of {title}
          </button>
        </form>
      </details>
    </div>
  )
}

function Encryption({ encryption }: Pick<AdminView, 'encryption'>) {
  const { current, outdated, problem } = encryption
  if (problem !== null || current === null) {
    return (
      <p class="notice tone-bad mt-3 text-sm">
        {problem ?? 'The secret KEY_ENCRYPTION_KEYS is not set, so no key can be stored.'} The operator sets it:{' '}
        <code class="font-mono text-xs">wrangler secret put KEY_ENCRYPTION_KEYS</code>
      </p>
    )
  }
  if (outdated === 0) return null
  return (
    <form method="post" action="/admin/rotate-keys" class="notice tone-wait mt-3 flex flex-wrap items-center gap-3 text-sm">
      <p class="min-w-0 flex-1 basis-64">
        {outdated === 1 ? 'One key is' : `${outdated} keys are`} still encrypted with an older encryption key than “{current}”.
      </p>
      <button type="submit" class="btn btn-sm btn-primary">
        Encrypt anew
      </button>
    </form>
  )
}

/** Keys of providers: set, tested, replaced and deleted here, and shown nowhere. */
export function AdminKeys({ view, now, notice }: { view: AdminView; now: number; notice: ComponentChildren }) {
  const { encryption } = view
  return (
    <section id="keys" aria-labelledby="keys-title" class="mt-10">
      <h2 id="keys-title" class="section-title">
        Keys
      </h2>
      {notice}
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        Stored encrypted and never shown again. Without any, drafts are written from patterns by exemplar.
      </p>
      <Encryption encryption={encryption} />
      <ul class="rows mt-3">
        {view.keys.map(({ name, title, hint, stored, paused }) => (
          <li key={name} class="grid gap-x-8 gap-y-3 py-4 md:grid-cols-2">
            <div>
              <h3 class="font-semibold">{title}</h3>
              <p class="text-muted mb-2 text-sm">{hint}</p>
              <Stored stored={stored} now={now} />
              <Paused paused={paused} now={now} />
            </div>
            <div>
              <SetForm name={name} title={title} stored={stored} disabled={encryption.current === null} />
              {stored && <StoredForms name={name} title={title} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
