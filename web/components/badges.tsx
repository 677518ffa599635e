import { type Platform, platformNames } from '../../worker/domain/platform.ts'
import { gradeOf } from '../../worker/domain/score-grade.ts'
import type { StateName } from '../../worker/domain/states.ts'
import type { BundleCard } from '../../worker/domain/views.ts'
import { stateTexts } from '../format/stages.ts'
import { Icon } from './icon.tsx'

export function PlatformTag({ platform }: { platform: Platform }) {
  return <span class="tag font-medium">{platformNames[platform]}</span>
}

const accessTexts = {
  'read-only': { tone: 'text-success', icon: 'eye', label: 'read-only', title: 'Looks, changes nothing' },
  'read-write': { tone: 'text-warning', icon: 'pen', label: 'read-write', title: 'Can change the system it looks at' },
  unknown: { tone: 'text-muted', icon: null, label: 'access not declared', title: 'No access tag says whether it only reads' },
} as const

export function AccessBadge({ access }: { access: BundleCard['access'] }) {
  const { tone, icon, label, title } = accessTexts[access]
  return (
    <span class={`tag ${tone}`} title={title}>
      {icon && <Icon name={icon} class="size-3.5" />}
      {label}
    </span>
  )
}

/** `now`: the state lasts, so a working one pulses. */
export function StateBadge({ state, now = false }: { state: StateName; now?: boolean }) {
  const { label, tone } = stateTexts[state]
  return <span class={`tone tone-${tone} ${now ? 'is-now' : ''}`}>{label}</span>
}

const scoreTones = { good: 'good', fair: 'wait', poor: 'bad' } as const

export function scoreTone(score: number): (typeof scoreTones)[keyof typeof scoreTones] {
  return scoreTones[gradeOf(score)]
}

/** A score of 0 to 100; nothing before the first assessment. */
export function ScoreBadge({ score }: { score: number | null }) {
  if (score === null) return null
  return (
    <span class="tag text-muted" title="Score by the registry’s rules, of 100">
      <span class={`score-dot tone-${scoreTone(score)}`} aria-hidden="true" />
      <span>
        score <span class="text-base-content font-semibold">{score}</span>
      </span>
    </span>
  )
}
