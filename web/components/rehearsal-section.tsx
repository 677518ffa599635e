import type { Report } from '../../worker/domain/report.ts'
import { count } from '../format/text.ts'

type Rehearsal = NonNullable<Report['rehearsal']>
type Scenario = Rehearsal['scenarios'][number]

const tones = { healthy: 'tone-quiet', partly: 'tone-wait', 'not healthy': 'tone-quiet' } as const

function Looks({ scenario, of }: { scenario: Scenario; of: 'runbook' | 'sli' }) {
  const file = scenario.files.find(({ role }) => role === of)
  if (!file) return null
  return (
    <div class="min-w-0">
      <span class="text-muted text-xs">{of === 'sli' ? 'SLI' : 'Runbook'}</span>
      {file.verdict ? (
        <>
          <p class={`tone ${tones[file.verdict.looks]} flex`}>looks {file.verdict.looks}</p>
          <p class="text-muted mt-0.5 wrap-anywhere">{file.verdict.because}</p>
        </>
      ) : (
        <p class="text-muted wrap-anywhere">{file.why ?? file.outcome}</p>
      )}
    </div>
  )
}

function Scenarios({ scenarios }: { scenarios: readonly Scenario[] }) {
  return (
    <ul class="rows mt-2">
      {scenarios.map((scenario) => (
        <li key={scenario.name} class="grid gap-x-4 gap-y-1 py-2 text-sm md:grid-cols-[15rem_minmax(0,1fr)_minmax(0,1fr)]">
          <div>
            <code class="font-mono text-xs leading-5 wrap-anywhere">{scenario.name}</code>
            <p class={scenario.ran && scenario.met < scenario.expectations ? 'text-error' : 'text-muted'}>
              {scenario.ran
                ? `${scenario.met} of ${count(scenario.expectations, 'expectation')} met`
                : `Not run. ${scenario.skipped ?? ''}`}
            </p>
          </div>
          <Looks scenario={scenario} of="runbook" />
          <Looks scenario={scenario} of="sli" />
        </li>
      ))}
    </ul>
  )
}

/** The least permissions as a person would paste them into a role. */
function permissionLines({ kubernetes, aws, azure, azureRoles, gcp, gcpRoles, unknown }: Rehearsal['permissions']): string[] {
  return [
    ...kubernetes.flatMap(({ apiGroups, resources, verbs }) => [
      `- apiGroups: [${apiGroups.map((group) => JSON.stringify(group)).join(', ')}]`,
      `  resources: [${resources.join(', ')}]`,
      `  verbs: [${verbs.join(', ')}]`,
    ]),
    ...[...aws, ...azureRoles, ...gcpRoles],
    ...[...azure, ...gcp].map((command) => `# ${command}`),
    ...unknown.map((what) => `# not known what this needs: ${what}`),
  ]
}

/** What was seen when the bundle ran in made-up worlds: looks, access, permissions. */
export function RehearsalSection({ rehearsal }: { rehearsal: Rehearsal }) {
  const lines = permissionLines(rehearsal.permissions)
  const { access } = rehearsal
  return (
    <div class="mt-6">
      <h3 class="font-semibold">Rehearsal</h3>
      <Scenarios scenarios={rehearsal.scenarios} />
      <p class="mt-3 text-sm wrap-anywhere">
        <strong class={access.readOnly === 'refuted' ? 'text-error' : ''}>Read-only: {access.readOnly}.</strong>{' '}
        <span class="text-muted">{access.because}</span>
      </p>
      {lines.length > 0 && (
        <details class="mt-3">
          <summary class="text-sm">The least permissions that it was seen to need</summary>
          <pre class="mt-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">{lines.join('\n')}</pre>
        </details>
      )}
    </div>
  )
}

/** What was done and with what: steps with their time, what was skipped and why, tools, hash. */
export function ReportDetails({ report }: { report: Report }) {
  const { steps = [], tools, image, hash, locks } = report
  return (
    <details class="mt-6">
      <summary class="text-sm">What ran, and with what</summary>
      {steps.length > 0 && (
        <ul class="rows mt-2 text-sm">
          {steps.map(({ name, status, about, durationMs }) => (
            <li key={name} class="grid gap-x-4 py-1 md:grid-cols-[15rem_minmax(0,1fr)_5rem]">
              <span>{name}</span>
              <span class="text-muted wrap-anywhere">{status === 'skipped' ? `Skipped. ${about}` : about}</span>
              <span class="text-muted md:text-right">{status === 'skipped' ? '' : `${(durationMs / 1000).toFixed(1)} s`}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="text-muted mt-3 text-xs wrap-anywhere">
        {Object.entries(tools)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')}
      </p>
      {locks && (
        <p class="mt-2 text-sm">
          Locked scenarios: {locks.unchanged} of {locks.total}, {locks.broken.length === 0 ? 'unchanged' : 'the others were changed'}
        </p>
      )}
      {image && <p class="text-muted mt-2 font-mono text-xs wrap-anywhere">Image {image}</p>}
      {hash && <p class="text-muted mt-2 font-mono text-xs wrap-anywhere">Report {hash}</p>}
    </details>
  )
}
