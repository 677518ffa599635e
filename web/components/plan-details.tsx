import { expectWords } from '../../worker/domain/make-plan/scenarios/expect-words.ts'
import type { Plan } from '../../worker/domain/plan.ts'
import { count } from '../format/text.ts'
import { CodeLines } from './code-lines.tsx'

type Scenario = NonNullable<Plan['scenarios']>[number]

/** What a bundle for this plan is given, and where discovery finds its targets. */
export function PlanInputs({ plan }: { plan: Plan }) {
  const { variables = [], secrets = [], resourceTypes, sliReason } = plan
  if (resourceTypes === undefined) return null
  return (
    <div class="mt-6">
      <h3 class="eyebrow">Inputs</h3>
      <dl class="mt-2 space-y-2 text-sm">
        {variables.map(({ name, description, example, isRequired }) => (
          <div key={name}>
            <dt class="wrap-anywhere">
              <code class="font-mono text-xs">{name}</code>
              {!isRequired && example !== null && <span class="text-muted text-xs"> default {example === '' ? 'empty' : example}</span>}
            </dt>
            <dd class="text-muted text-xs">{description}</dd>
          </div>
        ))}
        {secrets.map(({ name, description }) => (
          <div key={name}>
            <dt class="wrap-anywhere">
              <code class="font-mono text-xs">{name}</code> <span class="tag">secret</span>
            </dt>
            <dd class="text-muted text-xs">{description}</dd>
          </div>
        ))}
      </dl>
      <h3 class="eyebrow mt-6">Found by</h3>
      <p class="mt-2 text-sm wrap-anywhere">
        {resourceTypes.length > 0 ? (
          <code class="font-mono text-xs">{resourceTypes.join(', ')}</code>
        ) : (
          'Nothing: no rule discovers this kind of target.'
        )}
      </p>
      {sliReason && (
        <>
          <h3 class="eyebrow mt-6">{plan.withSli ? 'Why an SLI' : 'Why no SLI'}</h3>
          <p class="text-muted mt-2 text-sm">{sliReason}</p>
        </>
      )}
    </div>
  )
}

/** What commands answer in a world; those that are answered with nothing are left out. */
function Answers({ scenario }: { scenario: Scenario }) {
  const answers = scenario.answers.filter(({ output }) => output !== '')
  if (answers.length === 0) return null
  return (
    <details class="mt-1">
      <summary class="link-plain cursor-pointer text-xs">What the commands answer</summary>
      {answers.map(({ commands: [command = '', ...others], output }) => (
        <div key={command} class="mt-2">
          <p class="font-mono text-xs wrap-anywhere">
            {command}
            {others.length > 0 && <span class="text-muted"> and {count(others.length, 'other spelling')}</span>}
          </p>
          <CodeLines content={output} label={`the answer to ${command} in ${scenario.name}`} height="mt-1 max-h-52" />
        </div>
      ))}
    </details>
  )
}

/** The worlds that every draft is run in, and what is expected of it there. */
export function PlanScenarios({ plan }: { plan: Plan }) {
  const { scenarios = [] } = plan
  if (scenarios.length === 0) return null
  const hasWorlds = scenarios.some(({ failure }) => failure === null)
  return (
    <div class="mt-6">
      <h3 class="eyebrow">Acceptance scenarios</h3>
      <p class="text-muted mt-1 max-w-[70ch] text-sm">
        Every draft is run in these before anyone reviews it. They are locked once the plan is approved: no draft can change them.
      </p>
      <ul class="rows mt-2">
        {scenarios.map((scenario) => (
          <li key={scenario.name} class="grid gap-x-4 gap-y-0.5 py-2 text-sm md:grid-cols-[9rem_minmax(0,1fr)]">
            <code class="font-mono text-xs leading-5">{scenario.name}</code>
            <div>
              <p>{scenario.description}</p>
              <p class="text-muted">Expected: {expectWords(scenario.expect)}</p>
              <Answers scenario={scenario} />
            </div>
          </li>
        ))}
      </ul>
      {!hasWorlds && (
        <p class="mt-2 max-w-[70ch] text-sm">
          A healthy and a broken world are missing: it is not known what the commands answer about what these tasks look at. Whoever edits
          the plan can add them.
        </p>
      )}
    </div>
  )
}
