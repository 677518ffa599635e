import type { DraftEntry } from '../../worker/domain/attribution.ts'
import { moneyText } from '../../worker/domain/budget.ts'

/** Every draft that was asked for: who wrote it and what it took. */
export function DraftList({ drafts }: { drafts: readonly DraftEntry[] }) {
  if (drafts.length === 0) return null
  return (
    <section id="drafts" aria-labelledby="drafts-title" class="mt-10">
      <h2 id="drafts-title" class="section-title">
        Drafts
      </h2>
      <table class="data-table mt-2">
        <thead>
          <tr>
            <th scope="col">Round</th>
            <th scope="col">Attempt</th>
            <th scope="col">Written by</th>
            <th scope="col">Tokens in</th>
            <th scope="col">Tokens out</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {drafts.map(({ round, attempt, provider, model, usage, costMicros }, index) => (
            <tr key={`${index} ${round} ${attempt}`}>
              <td>{round}</td>
              <td>{attempt}</td>
              <td class="wrap-anywhere">
                {provider} {model !== null && <span class="text-muted">{model}</span>}
              </td>
              <td>{tokens(usage?.inputTokens, model)}</td>
              <td>{tokens(usage?.outputTokens, model)}</td>
              <td>{costMicros === null ? 'unknown' : moneyText(costMicros)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A draft without a model takes no tokens; a service that does not count leaves them unknown. */
function tokens(count: number | undefined, model: string | null): string {
  if (count !== undefined) return count.toLocaleString('en-US')
  return model === null ? 'none' : 'unknown'
}
