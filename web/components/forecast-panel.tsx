import { moneyText } from '../../worker/domain/budget.ts'
import { minutesOf, type Run } from '../../worker/domain/ended-run.ts'
import type { Forecast } from '../../worker/domain/forecast.ts'
import { approvalText, chanceForecast, costForecast, minutesForecast, minutesText, outcomeText } from '../../worker/domain/forecast-text.ts'
import type { IssueView } from '../../worker/domain/views.ts'
import { count } from '../format/text.ts'

function RestsOn({ forecast }: { forecast: Forecast }) {
  const { runs, provider, model } = forecast
  const who = model === null ? provider : `${provider} with ${model}`
  return (
    <p class="text-muted mt-2 text-xs">
      Made with the plan, for a draft by {who}.{' '}
      {forecast.chance === null
        ? 'It rests on the size of the plan, the price and the times that are allowed.'
        : `It rests on ${count(runs, 'similar run')}.`}
    </p>
  )
}

function Row({ name, expected, happened }: { name: string; expected: string; happened: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {expected}
        {happened !== null && <span class="block font-semibold">{happened}</span>}
      </dd>
    </>
  )
}

interface Happened {
  cost: string
  time: string
  outcome: string
}

/** Null while nothing is over. */
function happenedIn(run: Run | null | undefined): Happened | null {
  if (!run || run.endedAt === null || run.outcome === null) return null
  return {
    cost: run.costMicros === null ? 'took an unknown price' : `took ${moneyText(run.costMicros)}`,
    time: `took ${minutesText(minutesOf(run, run.endedAt))}`,
    outcome: `${outcomeText(run.outcome)} with ${count(run.drafts, 'draft')}`,
  }
}

/** What the plan's draft is expected to take; once it is there, against what it took. */
export function ForecastPanel({ view: { forecast, planApproval, run } }: { view: IssueView }) {
  if (!forecast && !planApproval) return null
  // Rounds of review are smaller things, and nothing was expected of them.
  const happened = run?.forecast ? happenedIn(run) : null
  return (
    <div class="mb-6" data-forecast>
      <h3 class="eyebrow">{happened === null ? 'Forecast' : 'Forecast and what happened'}</h3>
      {forecast && (
        <>
          <dl class="facts mt-2 text-sm">
            <Row name="Cost" expected={inList(costForecast(forecast.cost))} happened={happened?.cost ?? null} />
            <Row name="Time" expected={inList(minutesForecast(forecast.minutes))} happened={happened?.time ?? null} />
            <Row name="Chance" expected={inList(chanceForecast(forecast))} happened={happened?.outcome ?? null} />
          </dl>
          <RestsOn forecast={forecast} />
        </>
      )}
      {planApproval && <p class="mt-2 text-sm">{approvalText(planApproval)}.</p>}
    </div>
  )
}

/** In a list of names and values: `a cost that is not known` is `not known`. */
function inList(text: string): string {
  return text.replace(/^a (cost|time) that is /, '').replace(/^chance /, '')
}
