import type { ComponentChildren } from 'preact'
import type { AdminView } from '../../worker/domain/admin-view.ts'
import { type BudgetKind, type BudgetMeter, budgetKinds, moneyText, subjectOf, tokensText } from '../../worker/domain/budget.ts'
import { dollarsField, limitFields } from '../../worker/domain/limit-form.ts'
import { count } from '../format/text.ts'
import { Ago } from './ago.tsx'
import { BudgetBar } from './budget-bar.tsx'

const kindTexts: Record<BudgetKind, { title: string; says: string }> = {
  run: { title: 'Run', says: 'one draft with its repairs' },
  issue: { title: 'Issue', says: 'all drafts and reviews of a request' },
  user: { title: 'User', says: 'requests of one person, a day' },
  repository: { title: 'Repository', says: 'requests in one repository, a day' },
  day: { title: 'Day', says: 'the whole registry, a day (UTC)' },
}

function Money({ meter: { use, limit } }: { meter: BudgetMeter }) {
  return (
    <>
      {moneyText(use.spentMicros + use.heldMicros)}
      <span class="text-muted"> of {limit.micros === null ? 'no limit' : moneyText(limit.micros)}</span>
    </>
  )
}

function Tokens({ meter: { use, limit } }: { meter: BudgetMeter }) {
  const most = limit.tokens === null ? 'no limit' : limit.tokens.toLocaleString('en-US')
  return (
    <>
      {tokensText(use.spentTokens + use.heldTokens)} <span class="text-muted">of {most}</span>
    </>
  )
}

/** What the money does not contain. */
function Rest({ meter: { use } }: { meter: BudgetMeter }) {
  const parts = [
    use.heldMicros > 0 ? `, ${moneyText(use.heldMicros)} of it reserved` : '',
    use.unpricedCalls > 0 ? `, and ${count(use.unpricedCalls, 'call')} of unknown price` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? null : <span class="text-muted">{parts.join('')}</span>
}

function Day({ meter }: { meter: BudgetMeter }) {
  const { use, limit } = meter
  return (
    <div class="mt-3 grid gap-x-8 gap-y-4 md:grid-cols-2">
      <div>
        <p class="text-sm">
          <Money meter={meter} />
          <Rest meter={meter} />
        </p>
        <BudgetBar label="Money of today" used={use.spentMicros + use.heldMicros} limit={limit.micros} />
      </div>
      <div>
        <p class="text-sm">
          <Tokens meter={meter} />
        </p>
        <BudgetBar label="Tokens of today" used={use.spentTokens + use.heldTokens} limit={limit.tokens} />
      </div>
    </div>
  )
}

function Busiest({ meters }: { meters: BudgetMeter[] }) {
  if (meters.length === 0) return <p class="text-muted mt-2 text-sm">No call was made today.</p>
  return (
    <table class="data-table mt-2">
      <thead>
        <tr>
          <th scope="col">Budget</th>
          <th scope="col" class="w-[32%]">
            Money
          </th>
          <th scope="col" class="w-[28%]">
            Tokens
          </th>
        </tr>
      </thead>
      <tbody>
        {meters.map((meter) => {
          const { scope, use, limit } = meter
          const name = `${kindTexts[scope.kind].title} ${subjectOf(scope)}`
          return (
            <tr key={scope.key}>
              <td class="wrap-anywhere">
                <span class="text-muted">{kindTexts[scope.kind].title}</span> {subjectOf(scope)}
              </td>
              <td>
                <Money meter={meter} />
                <Rest meter={meter} />
                <BudgetBar label={`Money of ${name}`} used={use.spentMicros + use.heldMicros} limit={limit.micros} />
              </td>
              <td>
                <Tokens meter={meter} />
                <BudgetBar label={`Tokens of ${name}`} used={use.spentTokens + use.heldTokens} limit={limit.tokens} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function LimitRow({ kind, view }: { kind: BudgetKind; view: AdminView }) {
  const { title, says } = kindTexts[kind]
  const { dollars, tokens } = limitFields(kind)
  const [limit, standard] = [view.limits[kind], view.defaults[kind]]
  return (
    <fieldset class="grid grid-cols-2 gap-x-4 gap-y-1 py-3 md:grid-cols-[minmax(0,1fr)_10rem_12rem]">
      <legend class="sr-only">{title}</legend>
      <p class="col-span-2 text-sm md:col-span-1" aria-hidden="true">
        <span class="font-semibold">{title}</span> <span class="text-muted block">{says}</span>
      </p>
      <label class="text-sm">
        <span class="text-muted">US dollars</span>
        <input name={dollars} value={dollarsField(limit.micros)} inputMode="decimal" maxLength={16} class="input input-sm mt-1 w-full" />
        <span class="text-muted mt-0.5 block text-xs">default {moneyText(standard.micros)}</span>
      </label>
      <label class="text-sm">
        <span class="text-muted">Tokens</span>
        <input
          name={tokens}
          value={limit.tokens?.toLocaleString('en-US') ?? ''}
          inputMode="numeric"
          maxLength={20}
          class="input input-sm mt-1 w-full"
        />
        <span class="text-muted mt-0.5 block text-xs">default {standard.tokens?.toLocaleString('en-US') ?? 'none'}</span>
      </label>
    </fieldset>
  )
}

/** The switch that stops all calls to models. */
export function AdminGeneration({ view, now }: { view: AdminView; now: number }) {
  const { enabled, changedAt, changedBy } = view.generation
  return (
    <section aria-labelledby="generation-title" class={`notice ${enabled ? 'tone-good' : 'tone-bad'}`}>
      <div class="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div class="min-w-0 flex-1 basis-64">
          <h2 id="generation-title">
            <span class={`tone ${enabled ? 'tone-good' : 'tone-bad'}`}>{enabled ? 'Generation is on' : 'Generation is stopped'}</span>
          </h2>
          <p class="mt-1 text-sm">
            {enabled ? 'Models are called within the budgets below.' : 'No model is called. Calls under way end; the next one is refused.'}
            {changedAt !== null && (
              <span class="text-muted">
                {' '}
                Since <Ago at={changedAt} now={now} />, by {changedBy}.
              </span>
            )}
          </p>
        </div>
        <form method="post" action={`/admin/generation/${enabled ? 'stop' : 'start'}`}>
          <button type="submit" class={`btn btn-sm ${enabled ? 'btn-error' : 'btn-primary'}`}>
            {enabled ? 'Stop generation' : 'Start generation'}
          </button>
        </form>
      </div>
    </section>
  )
}

/** What was used today, and the limits. */
export function AdminBudgets({ view, notice }: { view: AdminView; notice: ComponentChildren }) {
  return (
    <section id="budgets" aria-labelledby="budgets-title" class="mt-12">
      <h2 id="budgets-title" class="section-title">
        Budgets
      </h2>
      {notice}
      <h3 class="mt-4 font-semibold">Today</h3>
      <Day meter={view.day} />
      <h3 class="mt-8 font-semibold">Where it went</h3>
      <Busiest meters={view.busiest} />
      <h3 class="mt-8 font-semibold">Limits</h3>
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        A call is made only when all its budgets have room for the most it can take. An empty field is no limit; 0 allows nothing.
      </p>
      <form method="post" action="/admin/limits" class="mt-2 max-w-3xl">
        <div class="divide-line divide-y">
          {budgetKinds.map((kind) => (
            <LimitRow key={kind} kind={kind} view={view} />
          ))}
        </div>
        <button type="submit" class="btn btn-sm btn-primary mt-2">
          Save limits
        </button>
      </form>
    </section>
  )
}
