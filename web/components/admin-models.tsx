import type { AdminView } from '../../worker/domain/admin-view.ts'
import { moneyText } from '../../worker/domain/budget.ts'

function Price({ micros, what }: { micros: number | null; what: string }) {
  if (micros === null) return <span class="text-muted">{what} unknown</span>
  return (
    <>
      {moneyText(micros)} <span class="text-muted">{what}</span>
    </>
  )
}

/** Models with the prices that costs are counted with. */
export function AdminModels({ models }: Pick<AdminView, 'models'>) {
  return (
    <section id="models" aria-labelledby="models-title" class="mt-12">
      <h2 id="models-title" class="section-title">
        Providers and models
      </h2>
      <p class="text-muted mt-1 max-w-[65ch] text-sm">
        Dollars per million tokens. A model without a price here is counted in tokens only, and its cost is shown as unknown.
      </p>
      {models.length === 0 ? (
        <p class="mt-3 text-sm">This registry has no price list yet, so every cost is unknown.</p>
      ) : (
        <table class="data-table mt-2">
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Model</th>
              <th scope="col">Input</th>
              <th scope="col">Output</th>
              <th scope="col">Price of</th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ provider, model, inputMicros, outputMicros, asOf }) => (
              <tr key={`${provider} ${model}`}>
                <td>{provider}</td>
                <td class="font-mono text-xs wrap-anywhere">{model}</td>
                <td>
                  <Price micros={inputMicros} what="in" />
                </td>
                <td>
                  <Price micros={outputMicros} what="out" />
                </td>
                <td class="text-muted">{asOf}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
