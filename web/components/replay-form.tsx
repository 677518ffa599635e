import { moneyText } from '../../worker/domain/budget.ts'
import type { EndedRun } from '../../worker/domain/ended-run.ts'
import { maxInstructionChars, maxReplays, replayFields, runField, trialProviders } from '../../worker/domain/trial-form.ts'
import type { TrialsView } from '../../worker/domain/trial-view.ts'
import { count } from '../format/text.ts'
import { Ago } from './ago.tsx'

const outcomeTexts = { passed: 'passed', failed: 'failed', stuck: 'stuck', cancelled: 'cancelled' } as const

function RunChoice({ run, now }: { run: EndedRun; now: number }) {
  const { key, repository, round, provider, model, attempts, score, costMicros, outcome, endedAt } = run
  const facts = [
    [provider, model].filter(Boolean).join(' ') || 'no draft',
    outcomeTexts[outcome],
    ...(score === null ? [] : [`score ${score}`]),
    count(attempts, 'draft'),
    costMicros === null ? 'cost unknown' : moneyText(costMicros),
  ]
  return (
    <li>
      <label class="flex gap-3 py-2 text-sm">
        <input type="checkbox" name={replayFields.run} value={runField(run)} class="checkbox checkbox-sm mt-0.5" />
        <span class="min-w-0">
          <span class="font-semibold wrap-anywhere">
            {repository}#{key.split('#')[1]}
          </span>
          {round > 1 && `, round ${round}`}{' '}
          <span class="text-muted">
            {facts.join(', ')}, <Ago at={endedAt} now={now} />
          </span>
        </span>
      </label>
    </li>
  )
}

function Field({ label, name, hint }: { label: string; name: string; hint: string }) {
  return (
    <label class="text-sm">
      <span class="text-muted">{label}</span>
      <input name={name} maxLength={120} placeholder={hint} class="input input-sm mt-1 w-full" />
    </label>
  )
}

function Instructions({ usual }: { usual: string }) {
  return (
    <details class="mt-3">
      <summary class="text-sm font-semibold">Other instructions</summary>
      <label class="mt-2 block text-sm">
        <span class="text-muted">What the model is told before plan and request. As they stand, they are the usual ones.</span>
        <textarea name={replayFields.instructions} rows={14} maxLength={maxInstructionChars} class="textarea mt-1 w-full font-mono text-xs">
          {usual}
        </textarea>
      </label>
    </details>
  )
}

/** Which runs are drafted again, by whom and with which words. */
export function ReplayForm({ view, now }: { view: Pick<TrialsView, 'runs' | 'instructions'>; now: number }) {
  if (view.runs.length === 0)
    return <p class="text-muted mt-2 text-sm">No run has ended yet. Runs appear here when their drafts pass or fail.</p>
  return (
    <form method="post" action="/admin/trials/replay" class="mt-3">
      <fieldset>
        <legend class="text-muted text-sm">Runs, at most {maxReplays}</legend>
        <ul class="divide-line max-h-80 divide-y overflow-y-auto">
          {view.runs.map((run) => (
            <RunChoice key={runField(run)} run={run} now={now} />
          ))}
        </ul>
      </fieldset>
      <div class="mt-4 grid gap-x-4 gap-y-3 md:grid-cols-3">
        <label class="text-sm">
          <span class="text-muted">Provider</span>
          <select name={replayFields.provider} class="select select-sm mt-1 w-full">
            {trialProviders.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Field label="Model" name={replayFields.model} hint="its usual one" />
        <Field label="Name of the results" name={replayFields.title} hint="provider and model" />
      </div>
      <Instructions usual={view.instructions} />
      <button type="submit" class="btn btn-sm btn-primary mt-4">
        Replay
      </button>
    </form>
  )
}
