import { type BudgetMeter, moneyText, tokensText } from '../../worker/domain/budget.ts'
import type { IssueView } from '../../worker/domain/views.ts'
import { count } from '../format/text.ts'
import { Ago } from './ago.tsx'
import { BudgetBar } from './budget-bar.tsx'

function Meter({ title, meter: { use, limit } }: { title: string; meter: BudgetMeter }) {
  const most = (text: string | null) => <span class="text-muted"> of {text ?? 'no limit'}</span>
  return (
    <div>
      <h3 class="font-semibold">{title}</h3>
      <p>
        {moneyText(use.spentMicros)} spent
        {use.heldMicros > 0 && <>, {moneyText(use.heldMicros)} held</>}
        {most(limit.micros === null ? null : moneyText(limit.micros))}
      </p>
      <BudgetBar label={`Money of ${title.toLowerCase()}`} used={use.spentMicros + use.heldMicros} limit={limit.micros} />
      <p class="mt-1.5">
        {tokensText(use.spentTokens)}
        {use.heldTokens > 0 && <>, {use.heldTokens.toLocaleString('en-US')} held</>}
        {most(limit.tokens?.toLocaleString('en-US') ?? null)}
      </p>
      <BudgetBar label={`Tokens of ${title.toLowerCase()}`} used={use.spentTokens + use.heldTokens} limit={limit.tokens} />
      {use.unpricedCalls > 0 && (
        <p class="text-muted mt-1 text-xs">{count(use.unpricedCalls, 'call')} of unknown price, in the tokens only</p>
      )}
    </div>
  )
}

/** What calls to models have taken of the budgets of this round and of the issue, as last read; nothing where none was made. */
export function SpendMeter({ meter, now }: { meter: IssueView['meter']; now: number }) {
  if (!meter) return null
  const { use } = meter.issue
  if (use.spentTokens + use.heldTokens + use.spentMicros + use.heldMicros === 0) return null
  return (
    <section aria-labelledby="meter-title" class="mt-6">
      <h2 id="meter-title" class="section-title">
        Budget
      </h2>
      <div class="mt-3 grid gap-4 text-sm">
        <Meter title="This round" meter={meter.run} />
        <Meter title="This issue" meter={meter.issue} />
        <p class="text-muted text-xs">
          Held is the most that calls under way can take; what they do not use comes back. Last moved <Ago at={meter.at} now={now} />.
        </p>
      </div>
    </section>
  )
}
