import type { StateName } from '../../worker/domain/states.ts'
import { stageOf, stages, stateTexts } from '../format/stages.ts'

/** `reached`: the last state with a stage of its own before a state that has none (failed, cancelled, paused). */
interface Props {
  state: StateName
  reached: StateName | null
}

function stopClass(index: number, here: number, state: StateName): string {
  if (state === 'published') return 'is-done'
  if (index < here) return 'is-done'
  if (index > here) return ''
  const { tone } = stateTexts[state]
  return tone === 'work' || tone === 'wait' ? `is-here tone-${tone}` : `is-here is-ended tone-${tone}`
}

/** The pipeline as a line of stops, the current one marked. */
export function Track({ state, reached }: Props) {
  const here = stageOf(state, reached)
  return (
    <ol class="track track-full" aria-label="Stages of the request">
      {stages.map((stage, index) => (
        <li key={stage} class={stopClass(index, here, state)} {...(index === here ? { 'aria-current': 'step' as const } : {})}>
          <span>{stage}</span>
        </li>
      ))}
    </ol>
  )
}

/** The same line without words, for lists; its text alternative names the stage. */
export function SmallTrack({ state, reached }: Props) {
  const here = stageOf(state, reached)
  return (
    <span class="inline-flex" role="img" aria-label={`Stage ${here + 1} of ${stages.length}: ${stages[here]}`}>
      <ol class="track track-small" aria-hidden="true">
        {stages.map((stage, index) => (
          <li key={stage} class={stopClass(index, here, state)} />
        ))}
      </ol>
    </span>
  )
}
