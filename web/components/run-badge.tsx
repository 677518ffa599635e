import type { CollectionView } from '../../worker/domain/views.ts'
import { Ago } from './ago.tsx'

export const runTexts = {
  running: { label: 'indexing', tone: 'work' },
  ok: { label: 'indexed', tone: 'good' },
  failed: { label: 'last index failed', tone: 'bad' },
} as const

/** How the newest index run went. */
export function RunBadge({ run, now }: { run: CollectionView['lastRun']; now: number }) {
  if (run === null) return <span class="tone tone-quiet">not indexed yet</span>
  const { label, tone } = runTexts[run.status]
  return (
    <span class={`tone tone-${tone}`}>
      {label}
      <span class="text-muted font-normal">
        <Ago at={run.at} now={now} />
      </span>
    </span>
  )
}
