import cloud from '@octokit/webhooks-examples/api.github.com/index.json'
import { beforeEach, describe, expect, it } from 'vitest'
import { createInstallationStore } from '../../worker/db/installation-store.ts'
import { createIssueStore } from '../../worker/db/issue-store.ts'
import type { IssueEvent } from '../../worker/domain/issue-events.ts'
import type { StateName } from '../../worker/domain/states.ts'
import type { IssueSummary } from '../../worker/domain/views.ts'
import { readDelivery } from '../../worker/github/events.ts'
import { type RouteDeps, routeDelivery } from '../../worker/pipeline/route-delivery.ts'
import { ensureCollection, removeInstallation } from '../../worker/registry/installations.ts'
import { mainDatabase, makeCollection, stores } from './registry-fixtures.ts'

const issues = createIssueStore(mainDatabase)
const installations = createInstallationStore(mainDatabase)

/** A delivery as GitHub documents it, about a repository of ours. */
function example(name: string, action: string, change: Record<string, unknown>) {
  const found = cloud.find((entry) => entry.name === name)?.examples.find((entry) => (entry as { action?: string }).action === action)
  const reading = readDelivery(name, { ...(found as object), ...change })
  if (reading.kind !== 'event') throw new Error(`${name} ${action} is ${reading.kind}`)
  return reading.event
}

/** Routes as the Worker does, over its stores; what issues hear is written down. */
function world() {
  const told: { key: string; event: IssueEvent }[] = []
  const deps: RouteDeps = {
    issue: () => ({ deliver: async () => undefined }),
    addCollection: async (repository) => {
      const url = `http://forge.test/${repository.repositoryId}.git`
      await ensureCollection(stores.collections, { ...repository, url, defaultBranch: 'main', description: '' }, 1)
    },
    hideCollections: (ids, how) => removeInstallation(stores.collections, stores, ids, how),
    installed: installations.repositoriesOf,
    tellIssues: async (ids, _delivery, event) => {
      for (const key of await issues.atWork(ids)) told.push({ key, event })
    },
    wantIndex: async () => undefined,
  }
  return { told, route: (event: Parameters<typeof routeDelivery>[0]) => routeDelivery(event, 'guid', deps) }
}

function project(repositoryId: number, number: number, state: StateName): Promise<void> {
  const key = `${repositoryId}#${number}`
  const summary: IssueSummary = {
    ...{ key, owner: 'meridian', repo: `r${repositoryId}`, number, title: 'T', url: 'u', requester: 'mina', state, seq: 9 },
    ...{ since: 1, openedAt: 1, updatedAt: 1, round: 1, attempt: 1, slug: null, platform: null, provider: null, pull: null, outcome: null },
  }
  return issues.project(summary, [])
}

const visibility = async (id: number | null) => (await stores.collections.byRepository(id ?? 0))?.visibility

beforeEach(async () => {
  await mainDatabase.prepare('delete from issues').run()
})

describe('the App', () => {
  it('suspended: hides what it is installed on and tells its issues, though GitHub names no repository; and the other way round', async () => {
    const { repositoryId, owner, repo } = await makeCollection()
    const id = repositoryId ?? 0
    await project(id, 1, 'generating')
    await project(id, 2, 'published')
    const { told, route } = world()
    const installation = { id: 5001, account: { login: 'meridian', id: 1, type: 'Organization' } }
    await route(example('installation', 'suspend', { installation }))
    expect(await visibility(id)).toBe('hidden')
    expect(told).toContainEqual({ key: `${id}#1`, event: { type: 'RepositoryGone', how: 'suspended' } })
    expect(told.map(({ key }) => key)).not.toContain(`${id}#2`)
    await route(example('installation', 'unsuspend', { installation }))
    expect(await visibility(id)).toBe('public')
    expect(await installations.whereIs(id)).toEqual({ installationId: 5001, repositoryId: id, owner, repo })
  })

  it('uninstalled and installed anew: a retry finds the new installation', async () => {
    const { repositoryId, owner, repo } = await makeCollection()
    const id = repositoryId ?? 0
    await project(id, 1, 'in_review')
    const { told, route } = world()
    const repositories = [{ id, full_name: `${owner}/${repo}`, name: repo, node_id: 'R', private: false }]
    await route(example('installation', 'deleted', { repositories }))
    expect([await visibility(id), await installations.whereIs(id)]).toEqual(['hidden', null])
    expect(told).toEqual([{ key: `${id}#1`, event: { type: 'RepositoryGone', how: 'uninstalled' } }])
    const account = { login: owner, id: 1, type: 'Organization' }
    await route(example('installation', 'created', { installation: { id: 6002, account }, repositories }))
    expect(await installations.whereIs(id)).toEqual({ installationId: 6002, repositoryId: id, owner, repo })
  })

  it('taken off one repository: hides that one alone', async () => {
    const [one, two] = [await makeCollection(), await makeCollection()]
    const removed = [{ id: one.repositoryId, full_name: `${one.owner}/${one.repo}`, name: one.repo, node_id: 'R', private: false }]
    const { route } = world()
    await route(example('installation_repositories', 'removed', { repositories_added: [], repositories_removed: removed }))
    expect([await visibility(one.repositoryId), await visibility(two.repositoryId)]).toEqual(['hidden', 'public'])
  })
})

describe('the repository', () => {
  const at = (id: number, name: string) => ({
    repository: { id, full_name: name, default_branch: 'main', private: false, html_url: 'u', clone_url: 'u', description: null },
    installation: { id: 5001 },
  })

  it('renamed: its collection and its issues are called by the new name', async () => {
    const { repositoryId } = await makeCollection()
    const id = repositoryId ?? 0
    await project(id, 1, 'in_review')
    const { told, route } = world()
    await route(example('repository', 'renamed', at(id, 'meridian/new-name')))
    expect(await stores.collections.byRepository(id)).toMatchObject({ repo: 'new-name', visibility: 'public' })
    const repository = { installationId: 5001, repositoryId: id, owner: 'meridian', repo: 'new-name' }
    expect(told).toEqual([{ key: `${id}#1`, event: { type: 'RepositoryMoved', repository } }])
  })

  it('archived: stays readable, and its issues end; deleted: it is gone', async () => {
    const { repositoryId } = await makeCollection()
    const id = repositoryId ?? 0
    await project(id, 1, 'queued')
    const { told, route } = world()
    await route({ ...example('repository', 'renamed', at(id, 'meridian/care')), action: 'archived' } as Parameters<typeof route>[0])
    expect([await visibility(id), told]).toEqual(['public', [{ key: `${id}#1`, event: { type: 'RepositoryGone', how: 'archived' } }]])
    await route({ ...example('repository', 'renamed', at(id, 'meridian/care')), action: 'deleted' } as Parameters<typeof route>[0])
    expect(await visibility(id)).toBe('hidden')
  })
})
