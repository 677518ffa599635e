import { type Repo, repoRow } from './tables.ts'
import type { World } from './world.ts'

export function findRepo(world: World, owner: string, name: string): Repo | null {
  return world.store.one(repoRow, 'SELECT * FROM repos WHERE owner = ? AND name = ?', owner, name)
}

export function findRepoById(world: World, id: number): Repo | null {
  return world.store.one(repoRow, 'SELECT * FROM repos WHERE id = ?', id)
}

/** The repository that has left this name; null where the name is free or taken by another. */
export function findRenamed(world: World, owner: string, name: string): Repo | null {
  if (findRepo(world, owner, name) !== null) return null
  const query = 'SELECT repos.* FROM repos JOIN former_names AS f ON f.repo_id = repos.id WHERE f.owner = ? AND f.name = ?'
  return world.store.one(repoRow, query, owner, name)
}

export function allRepos(world: World): Repo[] {
  return world.store.all(repoRow, 'SELECT * FROM repos ORDER BY id')
}

/** Takes the next number that issues and pull requests of the repository share. */
export function takeNumber(world: World, repo: Repo): number {
  const found = world.store.all(
    repoRow.pick({ id: true }).extend({ next_number: repoRow.shape.id }),
    'UPDATE repos SET next_number = next_number + 1 WHERE id = ? RETURNING id, next_number',
    repo.id,
  )[0]
  if (found === undefined) throw new Error(`no repository ${repo.id}`)
  return found.next_number - 1
}
