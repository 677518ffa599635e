import type { IssueView } from '../../worker/domain/views.ts'
import { ScrollRegion } from './scroll-region.tsx'

/** From here on a person should look before anything is approved. */
const worthALook = 50

function Removed({ hidden }: Pick<IssueView['request'], 'hidden'>) {
  if (hidden.length === 0) return <p class="text-muted mt-2 text-sm">Nothing was taken out.</p>
  return (
    <ul class="rows mt-2 text-sm">
      {hidden.map(({ what, text }, index) => (
        <li key={`${index} ${what}`} class="py-2">
          <span class="text-muted text-xs">{what === 'instruction' ? 'speaks to the assistant; stays visible, is no task' : what}</span>
          <pre class="mt-0.5 font-mono text-xs whitespace-pre-wrap wrap-anywhere">{text}</pre>
        </li>
      ))}
    </ul>
  )
}

/** The request as the AI saw it, beside what it did not see. */
export function RequestSection({ request }: { request: IssueView['request'] }) {
  const { text, hidden, suspicion } = request
  return (
    <section id="request" aria-labelledby="request-title" class="mt-10">
      <h2 id="request-title" class="section-title">
        What the AI saw
      </h2>
      {suspicion >= worthALook && (
        <p class="notice tone-wait mt-3 text-sm" role="note">
          <strong>Look closer.</strong> Parts of this request look like orders to the model (suspicion {suspicion} of 100).
        </p>
      )}
      <div class="mt-3 grid gap-x-8 gap-y-6 lg:grid-cols-2">
        <div class="min-w-0">
          <h3 class="eyebrow">The request, cleaned</h3>
          <ScrollRegion label="The request, cleaned" class="mt-2 max-h-96 overflow-y-auto">
            <pre class="font-mono text-xs whitespace-pre-wrap wrap-anywhere">{text}</pre>
          </ScrollRegion>
        </div>
        <div class="min-w-0">
          <h3 class="eyebrow">Taken out or set aside</h3>
          <Removed hidden={hidden} />
        </div>
      </div>
    </section>
  )
}
