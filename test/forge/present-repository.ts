import { changedAt, hasMark } from './installation.ts'
import { presentUser } from './present-account.ts'
import { countRow, type Repo } from './tables.ts'
import { iso, nodeId, type World } from './world.ts'

export function repositoryApi(world: World, repo: Repo): string {
  return `${world.url}/api/v3/repos/${repo.owner}/${repo.name}`
}

export function repositoryPage(world: World, repo: Repo): string {
  return `${world.url}/${repo.owner}/${repo.name}`
}

const links: Record<string, string> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
}

/** GitHub's repository: what lists, pull requests and webhooks carry. */
export function presentRepository(world: World, repo: Repo): Record<string, unknown> {
  const api = repositoryApi(world, repo)
  const page = repositoryPage(world, repo)
  const isPrivate = hasMark(world, repo, 'private')
  const open = world.store.one(countRow, "SELECT count(*) AS n FROM issues WHERE repo_id = ? AND state = 'open'", repo.id)?.n ?? 0
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: `${repo.owner}/${repo.name}`,
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    owner: presentUser(world, repo.owner),
    html_url: page,
    description: repo.description,
    fork: false,
    url: api,
    ...Object.fromEntries(Object.entries(links).map(([name, suffix]) => [name, `${api}${suffix}`])),
    clone_url: `${page}.git`,
    git_url: `${page}.git`.replace(/^https?/, 'git'),
    ssh_url: `git@127.0.0.1:${repo.owner}/${repo.name}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: 'RobotFramework',
    default_branch: repo.default_branch,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: 0,
    topics: [],
    is_template: false,
    web_commit_signoff_required: false,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    allow_forking: true,
    archived: hasMark(world, repo, 'archived'),
    disabled: false,
    license: null,
    pushed_at: iso(repo.pushed_at),
    created_at: iso(repo.created_at),
    updated_at: iso(changedAt(world, repo)),
  }
}

/** GitHub's full-repository, the answer about one repository. */
export function presentFullRepository(world: World, repo: Repo): Record<string, unknown> {
  return {
    ...presentRepository(world, repo),
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    organization: presentUser(world, repo.owner),
    network_count: 0,
    subscribers_count: 0,
  }
}
