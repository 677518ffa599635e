import type { AdminView } from '../../worker/domain/admin-view.ts'
import { count } from '../format/text.ts'

const percent = (share: number) => `${Math.round(share * 100)} %`

function Errors({ of, error }: { of: AdminView['forecasts']['cost']; error: string }) {
  return (
    <>
      <dt>{error}</dt>
      <dd>
        {of === null ? (
          'not known yet'
        ) : (
          <>
            {percent(of.error)} <span class="text-muted">over {count(of.of, 'run')}</span>
          </>
        )}
      </dd>
    </>
  )
}

/** How good forecasts were. */
export function AdminForecasts({ forecasts }: Pick<AdminView, 'forecasts'>) {
  const { runs, cost, minutes, chance, days } = forecasts
  return (
    <section id="forecasts" aria-labelledby="forecasts-title" class="mt-12">
      <h2 id="forecasts-title" class="section-title">
        Forecasts
      </h2>
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        What was expected of plans, held against {count(runs, 'run')} that ended in the last {days} days. An error of 25 % means that half
        of the runs took at most a quarter more or less than was said.
      </p>
      <dl class="facts mt-3 max-w-xl text-sm">
        <Errors of={cost} error="Error of the cost" />
        <Errors of={minutes} error="Error of the time" />
      </dl>
      {chance.length === 0 ? (
        <p class="mt-3 text-sm">No run has ended yet of which a chance was said.</p>
      ) : (
        <table class="data-table mt-3 max-w-xl">
          <thead>
            <tr>
              <th scope="col">Chance said</th>
              <th scope="col">Mean</th>
              <th scope="col">Passed</th>
            </tr>
          </thead>
          <tbody>
            {chance.map(({ from, to, expected, passed, of }) => (
              <tr key={from}>
                <td>
                  {percent(from)} to {percent(to)}
                </td>
                <td>{percent(expected)}</td>
                <td>
                  {percent(passed / of)} <span class="text-muted">{`${passed} of ${of}`}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
