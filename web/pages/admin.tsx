import { type AdminNotice, type AdminSection, type AdminView, adminNotices } from '../../worker/domain/admin-view.ts'
import { AdminBudgets, AdminGeneration } from '../components/admin-budgets.tsx'
import { AdminForecasts } from '../components/admin-forecasts.tsx'
import { AdminKeys } from '../components/admin-keys.tsx'
import { AdminModels } from '../components/admin-models.tsx'
import { AdminPolicies } from '../components/admin-policies.tsx'
import { Ago } from '../components/ago.tsx'
import { PageTitle } from './page-title.tsx'

interface Props {
  view: AdminView
  /** What the form before this page has done. */
  notice: AdminNotice | null
  now: number
}

function Changes({ view, now }: Pick<Props, 'view' | 'now'>) {
  return (
    <section id="changes" aria-labelledby="changes-title" class="mt-12">
      <h2 id="changes-title" class="section-title">
        Changes
      </h2>
      {view.changes.length === 0 ? (
        <p class="text-muted mt-2 text-sm">Nothing was changed here yet.</p>
      ) : (
        <ol class="mt-2 grid gap-1 text-sm">
          {view.changes.map(({ at, login, change }) => (
            <li key={`${at} ${login} ${change}`} class="wrap-anywhere">
              <span class="font-semibold">{login}</span> {change}{' '}
              <span class="text-muted">
                <Ago at={at} now={now} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function Notice({ notice }: { notice: AdminNotice }) {
  const { ok, text } = adminNotices[notice]
  return (
    <p role="status" class={`notice my-3 text-sm ${ok ? 'tone-good' : 'tone-bad'}`} data-notice={notice}>
      {text}
    </p>
  )
}

/** For admins: keys, budgets, prices. Every control is a plain form, and what it did is said where it stands. */
export function AdminPage({ view, notice, now }: Props) {
  const said = (section: AdminSection) => (notice !== null && adminNotices[notice].section === section ? <Notice notice={notice} /> : null)
  return (
    <>
      <PageTitle title="Admin">
        Which AI writes drafts, and what it may spend. How well it does is on the page of{' '}
        <a class="link" href="/admin/trials">
          evaluations
        </a>
        .
      </PageTitle>
      <div id="generation" class="scroll-mt-6">
        {said('generation')}
        <AdminGeneration view={view} now={now} />
      </div>
      <AdminKeys view={view} now={now} notice={said('keys')} />
      <AdminBudgets view={view} notice={said('budgets')} />
      <AdminPolicies policies={view.policies} notice={said('policies')} />
      <AdminForecasts forecasts={view.forecasts} />
      <AdminModels models={view.models} />
      <Changes view={view} now={now} />
    </>
  )
}
