import { accountOf } from './members.ts'
import type { Account } from './tables.ts'
import { nodeId, type World } from './world.ts'

/** GitHub's simple-user. */
export function presentUser(world: World, login: string): Record<string, unknown> {
  return presentAccount(world, accountOf(world, login))
}

export function maybeUser(world: World, login: string | null): Record<string, unknown> | null {
  return login === null ? null : presentUser(world, login)
}

export function presentAccount(world: World, account: Account): Record<string, unknown> {
  const { id, login, type } = account
  const api = `${world.url}/api/v3/users/${encodeURIComponent(login)}`
  const page = type === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login
  return {
    login,
    id,
    node_id: nodeId(type === 'Bot' ? 'BOT' : type === 'Organization' ? 'O' : 'U', id),
    avatar_url: `${world.url}/_forge/avatars/${id}.svg`,
    gravatar_id: '',
    url: api,
    html_url: `${world.url}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  }
}
