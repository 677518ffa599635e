import { moneyText } from '../../worker/domain/budget.ts'
import type { Before, Trial } from '../../worker/domain/trial.ts'
import { type TrialNotice, type TrialSetRow, trialNotices } from '../../worker/domain/trial-view.ts'
import { count } from '../format/text.ts'

/** What the form before this page has done. */
export function TrialNoticeLine({ notice }: { notice: TrialNotice | null }) {
  if (notice === null) return null
  const { ok, text } = trialNotices[notice]
  return (
    <p role="status" class={`notice my-3 text-sm ${ok ? 'tone-good' : 'tone-bad'}`} data-notice={notice}>
      {text}
    </p>
  )
}

/** Provider and model, and whether something about them is unusual. */
export function Writer({ set }: Pick<TrialSetRow, 'set'>) {
  return (
    <>
      {set.provider} {set.model !== null && <span class="text-muted wrap-anywhere">{set.model}</span>}
      {set.instructions !== null && <span class="tag ml-2">other instructions</span>}
      {set.standIn && <span class="tag ml-2">stand-in</span>}
    </>
  )
}

const stageTexts = { draft: 'Drafting', prove: 'In the sandbox', stopped: 'Stopped' } as const

/** Where a trial stands, or how it ended. */
export function TrialState({ trial }: { trial: Trial }) {
  const { stage, result } = trial
  if (stage === 'ended') return <span class={`tone ${result.ok ? 'tone-good' : 'tone-bad'}`}>{result.ok ? 'Passes' : 'Fails'}</span>
  return <span class={`tone ${stage === 'stopped' ? 'tone-quiet' : 'tone-work is-now'}`}>{stageTexts[stage]}</span>
}

/** Score, drafts and cost in a line: what two results are compared by. */
export function figuresOf({ score, attempts, costMicros, usage }: Pick<Before, 'score' | 'attempts' | 'costMicros' | 'usage'>): string {
  const tokens = usage === null ? [] : [`${(usage.inputTokens + usage.outputTokens).toLocaleString('en-US')} tokens`]
  return [
    score === null ? 'score unknown' : `score ${score}`,
    count(attempts, 'draft'),
    costMicros === null ? 'cost unknown' : moneyText(costMicros),
    ...tokens,
  ].join(', ')
}

/** What a set came to. */
export function TotalsLine({ totals }: Pick<TrialSetRow, 'totals'>) {
  const { trials, ended, passed, score, attempts, costMicros, tokens } = totals
  const usage = tokens === 0 ? null : { inputTokens: tokens, outputTokens: 0 }
  return (
    <>
      <span class={`tone ${ended < trials ? 'tone-work' : passed === ended ? 'tone-good' : 'tone-bad'}`}>
        {passed} of {trials} pass
      </span>{' '}
      <span class="text-muted">
        {ended < trials && `${count(trials - ended, 'trial')} not ended, `}
        {figuresOf({ score, attempts, costMicros, usage }).replace('score', 'mean score')}
      </span>
    </>
  )
}
