import cloud from '@octokit/webhooks-examples/api.github.com/index.json'
import { beforeEach, describe, expect, it } from 'vitest'
import { createInstallationStore } from '../../worker/db/installation-store.ts'
import { createIssueStore } from '../../worker/db/issue-store.ts'
import { createPolicyStore } from '../../worker/db/policy-store.ts'
import type { OutsideWord } from '../../worker/domain/outside-words.ts'
import type { IssueSummary } from '../../worker/domain/views.ts'
import { readDelivery } from '../../worker/github/events.ts'
import type { JobMessage } from '../../worker/pipeline/job-messages.ts'
import { jobMessageSchema } from '../../worker/pipeline/job-messages.ts'
import type { RepositoryRef } from '../../worker/pipeline/ports.ts'
import { type RouteDeps, routeDelivery } from '../../worker/pipeline/route-delivery.ts'
import { tellIssues, toldAtOnce } from '../../worker/pipeline/tell-issues.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { removeInstallation, takeUpRepository } from '../../worker/registry/installations.ts'
import { createRegistry } from '../../worker/registry/registry-port.ts'
import { bundle, deps as indexDeps, mainDatabase, makeCollection, stores } from './registry-fixtures.ts'

const issues = createIssueStore(mainDatabase)
const installations = createInstallationStore(mainDatabase)
const policies = createPolicyStore(mainDatabase)

/** A delivery as GitHub documents it, about a repository of ours. `base` names the documented action it is made of, where GitHub documents none of this action. */
function example(name: string, action: string, change: Record<string, unknown>, base = action) {
  const found = cloud.find((entry) => entry.name === name)?.examples.find((entry) => (entry as { action?: string }).action === base)
  if (found === undefined) throw new Error(`no example of ${name} ${base}`)
  const reading = readDelivery(name, { ...(found as object), action, ...change })
  if (reading.kind !== 'event') throw new Error(`${name} ${action} is ${reading.kind}`)
  return reading.event
}

interface Seen {
  isPrivate?: boolean
  installationId?: number
  name?: string
}

/** Routes as the Worker does, over its stores. `seen` is what GitHub answers about a repository: nothing where the App does not reach it. */
function world(seen: Map<number, Seen> = new Map()) {
  const told: { key: string; word: OutsideWord }[] = []
  const sent: JobMessage[] = []
  const tellDeps = {
    keysOf: issues.keysOf,
    issue: (key: string) => ({ outside: async (_mark: string, word: OutsideWord) => void told.push({ key, word }) }),
    sendJob: async (message: JobMessage) => void sent.push(jobMessageSchema.parse(structuredClone(message))),
  }
  const addCollection = async (given: RepositoryRef) => {
    const found = seen.get(given.repositoryId)
    if (found === undefined) return null
    const repository = { ...given, installationId: found.installationId ?? given.installationId, repo: found.name ?? given.repo }
    const url = `http://forge.test/${repository.repo}.git`
    await takeUpRepository({ ...stores, installations }, { repository, defaultBranch: 'main', isPrivate: found.isPrivate ?? false }, url, 1)
    return repository
  }
  const deps: RouteDeps = {
    issue: () => ({ deliver: async () => undefined }),
    addCollection,
    hideCollections: (ids, how) => removeInstallation(stores.collections, stores, ids, how),
    repositoriesOf: installations.repositoriesOf,
    now: () => 7,
    tell: (mark, repositoryIds, word) => tellIssues({ type: 'tell', mark, repositoryIds, after: '', word }, tellDeps),
    wantIndex: async () => undefined,
  }
  const route = (event: Parameters<typeof routeDelivery>[0], id = 'guid') => routeDelivery(event, id, deps)
  return { told, sent, route, tellDeps, seen }
}

function project(repositoryId: number, number: number, state: IssueSummary['state']): Promise<void> {
  const key = `${repositoryId}#${number}`
  const summary: IssueSummary = {
    ...{ key, owner: 'meridian', repo: `r${repositoryId}`, number, title: 'T', url: 'u', requester: 'mina', state, seq: 9 },
    ...{ since: 1, openedAt: 1, updatedAt: 1, round: 1, attempt: 1, slug: null, platform: null, provider: null, pull: null, outcome: null },
  }
  return issues.project(summary, [])
}

const rowOf = async (id: number) => stores.collections.byRepository(id)
const visibility = async (id: number) => (await rowOf(id))?.visibility
const account = { login: 'meridian', id: 1, type: 'Organization' }
const installed = (id: number) => ({ installation: { id, account } })

/** A collection with one issue at work and one that is done; `listed` is how installation events name it, `whole` how others do. */
async function subject() {
  const { repositoryId, owner, repo } = await makeCollection()
  const id = repositoryId ?? 0
  await project(id, 1, 'generating')
  await project(id, 2, 'published')
  const listed = { id, full_name: `${owner}/${repo}`, name: repo, node_id: 'R', private: false }
  const whole = (name = repo, more: object = {}) => ({
    repository: { ...listed, full_name: `${owner}/${name}`, default_branch: 'main', html_url: 'u', clone_url: 'u', ...more },
    installation: { id: 5001 },
  })
  return { id, owner, repo, listed, whole, heard: (word: OutsideWord) => [`${id}#1`, `${id}#2`].map((key) => ({ key, word })) }
}

beforeEach(async () => {
  await mainDatabase.batch(['issues', 'collections'].map((table) => mainDatabase.prepare(`delete from ${table}`)))
})

describe('the App', () => {
  it('suspended: hides what it is installed on and tells its issues, though GitHub names no repository; and the other way round', async () => {
    const { id, owner, repo, heard } = await subject()
    const { told, route } = world(new Map([[id, {}]]))
    await route(example('installation', 'suspend', installed(5001)))
    expect(await visibility(id)).toBe('hidden')
    expect(told).toEqual(heard({ type: 'RepositoryGone', how: 'suspended', installationId: 5001 }))
    told.length = 0
    await route(example('installation', 'unsuspend', installed(5001)))
    expect(await visibility(id)).toBe('public')
    const repository = { installationId: 5001, repositoryId: id, owner, repo }
    expect(told).toEqual(heard({ type: 'RepositoryMoved', repository, at: 7 }))
  })

  it('uninstalled and installed anew: every issue learns of the new installation', async () => {
    const { id, owner, repo, listed, heard } = await subject()
    const { told, route } = world(new Map([[id, {}]]))
    await route(example('installation', 'deleted', { ...installed(5001), repositories: [listed] }))
    expect([await visibility(id), told]).toEqual(['hidden', heard({ type: 'RepositoryGone', how: 'uninstalled', installationId: 5001 })])
    told.length = 0
    await route(example('installation', 'created', { ...installed(6002), repositories: [listed] }))
    const repository = { installationId: 6002, repositoryId: id, owner, repo }
    expect([await rowOf(id), told]).toEqual([
      expect.objectContaining({ visibility: 'public', installationId: 6002 }),
      heard({ type: 'RepositoryMoved', repository, at: 7 }),
    ])
  })

  it('whose removal is told after it was installed anew: what is there now stays', async () => {
    const { id, listed } = await subject()
    const { route } = world(new Map([[id, {}]]))
    await route(example('installation', 'created', { ...installed(6002), repositories: [listed] }))
    await route(example('installation', 'deleted', { ...installed(5001), repositories: [listed] }))
    expect(await visibility(id)).toBe('public')
  })

  it('installed on several repositories of which one is out of reach: the others are taken up', async () => {
    const [one, two] = [await subject(), await subject()]
    await stores.collections.hide([one.id, two.id])
    const { route, told } = world(new Map([[two.id, {}]]))
    await route(example('installation', 'created', { ...installed(5001), repositories: [one.listed, two.listed] }))
    expect([await visibility(one.id), await visibility(two.id)]).toEqual(['hidden', 'public'])
    expect(told.map(({ key }) => key)).toEqual([`${two.id}#1`, `${two.id}#2`])
  })

  it('taken off one repository: hides that one alone', async () => {
    const [one, two] = [await subject(), await subject()]
    const { route, told } = world()
    const change = { ...installed(5001), repositories_added: [], repositories_removed: [one.listed] }
    await route(example('installation_repositories', 'removed', change))
    expect([await visibility(one.id), await visibility(two.id)]).toEqual(['hidden', 'public'])
    expect(told).toEqual(one.heard({ type: 'RepositoryGone', how: 'removed', installationId: 5001 }))
  })
})

describe('the repository', () => {
  it('renamed: its collection, its issues and what admins decided about it are called by the new name', async () => {
    const { id, owner, repo, whole, heard } = await subject()
    await policies.set(`${owner}/${repo}`, { mode: 'person', lineMicros: 0 }, { login: 'ada', now: 1 })
    const { told, route } = world(new Map([[id, { name: 'new-name' }]]))
    await route(example('repository', 'renamed', whole('new-name')))
    expect(await rowOf(id)).toMatchObject({ repo: 'new-name', url: 'http://forge.test/new-name.git', visibility: 'public' })
    const repository = { installationId: 5001, repositoryId: id, owner, repo: 'new-name' }
    expect(told).toEqual(heard({ type: 'RepositoryMoved', repository, at: 7 }))
    expect([await policies.of(`${owner}/new-name`), await policies.of(`${owner}/${repo}`)]).toMatchObject([
      { isOwn: true },
      { isOwn: false },
    ])
  })

  it('transferred to where the App is: goes on there; to where it is not: its issues end with that', async () => {
    const { id, whole, heard } = await subject()
    const { told, route, seen } = world(new Map([[id, { installationId: 6002 }]]))
    await route(example('repository', 'transferred', whole()))
    expect(await rowOf(id)).toMatchObject({ visibility: 'public', installationId: 6002 })
    told.length = 0
    seen.clear()
    await route(example('repository', 'transferred', whole()))
    expect([await visibility(id), told]).toEqual(['hidden', heard({ type: 'RepositoryGone', how: 'transferred' })])
  })

  it('archived: stays readable, and its issues end; deleted: it is gone', async () => {
    const { id, whole, heard } = await subject()
    const { told, route } = world()
    await route(example('repository', 'archived', whole(), 'renamed'))
    expect([await visibility(id), told]).toEqual(['public', heard({ type: 'RepositoryGone', how: 'archived' })])
    told.length = 0
    await route(example('repository', 'deleted', whole(), 'renamed'))
    expect([await visibility(id), told]).toEqual(['hidden', heard({ type: 'RepositoryGone', how: 'deleted' })])
  })

  it('made private: leaves every public answer until it is public again, whatever happens to the App meanwhile', async () => {
    const { id, listed, whole, heard } = await subject()
    const row = await rowOf(id)
    await indexCollection(row?.id ?? 0, 'test', indexDeps({ tree: [bundle('k8s-private', 'a')], commit: 'c1' }))
    const shown = async () => (await stores.search.versions(null)).length
    expect(await shown()).toBe(1)
    const { told, route, seen } = world(new Map([[id, { isPrivate: true }]]))
    await route(example('repository', 'privatized', whole()))
    expect([await visibility(id), await shown(), told]).toEqual(['private', 0, heard({ type: 'RepositoryGone', how: 'privatized' })])
    for (const action of ['suspend', 'unsuspend']) await route(example('installation', action, installed(5001)))
    await route(example('installation', 'deleted', { ...installed(5001), repositories: [listed] }))
    await route(example('installation', 'created', { ...installed(6002), repositories: [listed] }))
    // A word of before it was made private, that comes late.
    await route(example('repository', 'publicized', whole()))
    expect([await visibility(id), await shown()]).toEqual(['private', 0])
    const port = createRegistry({ ...indexDeps({ tree: [], commit: 'c' }), rankCoverage: () => [], wait: async () => undefined })
    const merged = port.indexRepository(id, 'merge', 'k8s-private', async () => undefined)
    await expect(merged).rejects.toMatchObject({ code: 'repository_private', retry: 'never' })
    seen.set(id, { isPrivate: false })
    await route(example('repository', 'publicized', whole()))
    expect(await visibility(id)).toBe('public')
  })
})

describe('a word for a thousand issues', () => {
  it('is told in messages of fifty, each issue once in the order of their keys, and goes on where it stopped', async () => {
    const { id, whole } = await subject()
    const rows = Array.from({ length: 1_000 }, (_, number) =>
      mainDatabase
        .prepare("insert into issues values (?, ?, 'meridian', ?, ?, 'queued', 1, 1, '{}')")
        .bind(`${id}#${number + 100}`, id, `r${id}`, number + 100),
    )
    await mainDatabase.batch(rows)
    const { told, sent, route, tellDeps } = world()
    await route(example('repository', 'archived', whole(), 'renamed'))
    expect([told.length, sent.length]).toEqual([toldAtOnce, 1])
    let messages = 1
    for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
      if (next.type !== 'tell') throw new Error(next.type)
      messages += 1
      await tellIssues(next, tellDeps)
    }
    expect(messages).toBe(Math.floor(1_002 / toldAtOnce) + 1)
    expect(told.map(({ key }) => key)).toEqual([...new Set(told.map(({ key }) => key))].toSorted())
    expect(told).toHaveLength(1_002)
  })
})
