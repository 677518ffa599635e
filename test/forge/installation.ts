import * as z from 'zod'
import { metaRow, type Repo } from './tables.ts'
import type { World } from './world.ts'

/** What owners have done to a repository, beside its name. `removed`: taken off the App's installation. */
export type Mark = 'archived' | 'private' | 'removed'

const stateSchema = z.object({ isInstalled: z.boolean(), suspendedAt: z.number().nullable() })
type State = z.infer<typeof stateSchema>

/** Whether the App is installed on the organisation, and suspended there. */
export function installationState(world: World): State {
  const known = world.store.one(metaRow, "SELECT value FROM meta WHERE name = 'installation'")
  return known === null ? { isInstalled: true, suspendedAt: null } : stateSchema.parse(JSON.parse(known.value))
}

/** Keeps a fact about the App under `name`. */
export function keep(world: World, name: 'installation' | 'credentials', value: unknown): void {
  world.store.run(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    name,
    JSON.stringify(value),
  )
}

const markRow = z.object({ at: z.number() })

export function hasMark(world: World, repo: Repo, mark: Mark): boolean {
  return world.store.one(markRow, 'SELECT at FROM marks WHERE repo_id = ? AND mark = ?', repo.id, mark) !== null
}

/** When the repository itself was changed last: its pushes, name, marks. */
export function changedAt(world: World, repo: Repo): number {
  const changed = world.store.one(markRow, "SELECT at FROM marks WHERE repo_id = ? AND mark = 'changed'", repo.id)
  return Math.max(repo.pushed_at, changed?.at ?? 0)
}

/** True when the App's installation reaches the repository: only then does it hear of it. */
export function isReachable(world: World, repo: Repo): boolean {
  const { isInstalled, suspendedAt } = installationState(world)
  return isInstalled && suspendedAt === null && !hasMark(world, repo, 'removed')
}
