import { randomUUID } from 'node:crypto'
import { isReachable } from './installation.ts'
import { presentUser } from './present-account.ts'
import { presentRepository } from './present-repository.ts'
import type { Repo } from './tables.ts'
import { nodeId, type World } from './world.ts'

export interface Happening {
  event: string
  action: string | null
  repo: Repo | null
  /** Login of whoever caused it. */
  sender: string
  payload: Record<string, unknown>
}

/** Events that the registered App subscribes to. */
export const subscribedEvents = ['issue_comment', 'issues', 'pull_request', 'pull_request_review', 'push', 'repository'] as const

/** Stores a delivery to the App, in the transaction of what caused it; nothing about a repository that the App does not reach. It is sent after that commits. */
export function emit(world: World, { event, action, repo, sender, payload }: Happening): void {
  if (repo !== null && !isReachable(world, repo)) return
  const installation = { id: world.credentials.installationId, node_id: nodeId('MDIzOkludGVncmF0aW9u', world.credentials.installationId) }
  const whole = {
    ...(action === null ? {} : { action }),
    ...(repo === null
      ? {}
      : { repository: presentRepository(world, repo), organization: presentOrganization(world, repo.owner), installation }),
    sender: presentUser(world, sender),
    ...payload,
  }
  world.store.run(
    'INSERT INTO deliveries (guid, event, action, repository_id, payload, redelivery, created_at) VALUES (?, ?, ?, ?, ?, 0, ?)',
    randomUUID(),
    event,
    action,
    repo?.id ?? null,
    JSON.stringify(whole),
    Date.now(),
  )
}

function presentOrganization(world: World, login: string): Record<string, unknown> {
  const { id, node_id, avatar_url } = presentUser(world, login)
  const api = `${world.url}/api/v3/orgs/${login}`
  return {
    login,
    id,
    node_id,
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url,
    description: '',
  }
}
