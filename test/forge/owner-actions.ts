import { renameSync } from 'node:fs'
import * as z from 'zod'
import { notFound } from './api-error.ts'
import { gitDirectory } from './git.ts'
import { emit } from './hooks.ts'
import { hasMark, installationState, keep, type Mark } from './installation.ts'
import { allRepos, findRepo, findRepoById } from './repos.ts'
import { presentInstallation, repositorySummary } from './rest-apps.ts'
import type { Repo } from './tables.ts'
import type { World } from './world.ts'

/** Who does all this: an owner of the organisation. */
const sender = 'olga'

export const installationAction = z.object({ action: z.enum(['uninstall', 'install', 'suspend', 'unsuspend']) })

/** What an owner does to the App's installation. Installing it again gives it another id, as on GitHub. */
export function changeInstallation(world: World, { action }: z.infer<typeof installationAction>): void {
  const tell = (name: string) => {
    const lists = { repositories: installed(world).map(repositorySummary) }
    const payload = { installation: presentInstallation(world), ...(name.endsWith('suspend') ? {} : lists) }
    emit(world, { event: 'installation', action: name, repo: null, sender, payload })
  }
  if (action === 'uninstall') {
    tell('deleted')
    world.store.run("DELETE FROM tokens WHERE kind = 'installation'")
    return keep(world, 'installation', { isInstalled: false, suspendedAt: null })
  }
  if (action === 'install' && !installationState(world).isInstalled) {
    world.credentials.installationId += 1_000
    keep(world, 'credentials', world.credentials)
  }
  keep(world, 'installation', { isInstalled: true, suspendedAt: action === 'suspend' ? Date.now() : null })
  tell(action === 'install' ? 'created' : action)
}

function installed(world: World): Repo[] {
  return allRepos(world).filter((repo) => !hasMark(world, repo, 'removed'))
}

const marking = {
  archive: ['archived', true, 'archived'],
  unarchive: ['archived', false, 'unarchived'],
  privatize: ['private', true, 'privatized'],
  publicize: ['private', false, 'publicized'],
  remove: ['removed', true, 'removed'],
  add: ['removed', false, 'added'],
} as const satisfies Record<string, [Mark, boolean, string]>

const markings = ['archive', 'unarchive', 'privatize', 'publicize', 'remove', 'add'] as const

export const ownerAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('rename'), name: z.string().regex(/^[\w.-]+$/) }),
  z.object({ action: z.enum(markings) }),
])

/** What an owner does to a repository. */
export function changeRepository(world: World, repo: Repo, change: z.infer<typeof ownerAction>): void {
  world.store.run("INSERT OR REPLACE INTO marks (repo_id, mark, at) VALUES (?, 'changed', ?)", repo.id, Date.now())
  if (change.action === 'rename') return rename(world, repo, change.name)
  const [mark, isSet, told] = marking[change.action]
  if (isSet) world.store.run('INSERT OR REPLACE INTO marks (repo_id, mark, at) VALUES (?, ?, ?)', repo.id, mark, Date.now())
  else world.store.run('DELETE FROM marks WHERE repo_id = ? AND mark = ?', repo.id, mark)
  if (mark !== 'removed') return emit(world, { event: 'repository', action: told, repo, sender, payload: {} })
  const listed = [repositorySummary(repo)]
  const payload = {
    installation: presentInstallation(world),
    repository_selection: 'selected',
    repositories_added: isSet ? [] : listed,
    repositories_removed: isSet ? listed : [],
    requester: null,
  }
  emit(world, { event: 'installation_repositories', action: told, repo: null, sender, payload })
}

/** The former name leads to the new one until another repository takes it. */
function rename(world: World, repo: Repo, name: string): void {
  if (findRepo(world, repo.owner, name) !== null) throw notFound()
  renameSync(gitDirectory(world, repo), gitDirectory(world, { owner: repo.owner, name }))
  world.store.run('UPDATE repos SET name = ? WHERE id = ?', name, repo.id)
  world.store.run('INSERT OR REPLACE INTO former_names (owner, name, repo_id) VALUES (?, ?, ?)', repo.owner, repo.name, repo.id)
  const renamed = findRepoById(world, repo.id)
  const payload = { changes: { repository: { name: { from: repo.name } } } }
  emit(world, { event: 'repository', action: 'renamed', repo: renamed, sender, payload })
}
