import { gitDirectory } from './git.ts'
import { type CommitObject, readCommit, type Signature, type TreeEntry } from './git-objects.ts'
import { findAccount } from './members.ts'
import { presentAccount } from './present-account.ts'
import { repositoryApi, repositoryPage } from './present-repository.ts'
import type { Repo } from './tables.ts'
import { nodeId, type World } from './world.ts'

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }

export function presentRef(world: World, repo: Repo, ref: { name: string; sha: string; type: string }): Record<string, unknown> {
  const api = `${repositoryApi(world, repo)}/git`
  return {
    ref: ref.name,
    node_id: nodeId('REF', `${repo.id}:${ref.name}`),
    url: `${api}/${ref.name}`,
    object: { sha: ref.sha, type: ref.type, url: `${api}/${ref.type}s/${ref.sha}` },
  }
}

export function presentGitCommit(world: World, repo: Repo, commit: CommitObject): Record<string, unknown> {
  const api = `${repositoryApi(world, repo)}/git`
  const page = repositoryPage(world, repo)
  return {
    sha: commit.sha,
    node_id: nodeId('C', `${repo.id}:${commit.sha}`),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
    verification: unsigned,
  }
}

/** A commit as /commits and /branches show it, with the accounts behind its addresses where they are known. */
export function presentCommit(world: World, repo: Repo, sha: string): Record<string, unknown> {
  const commit = readCommit(gitDirectory(world, repo), sha)
  const api = repositoryApi(world, repo)
  const page = repositoryPage(world, repo)
  return {
    sha,
    node_id: nodeId('C', `${repo.id}:${sha}`),
    url: `${api}/commits/${sha}`,
    html_url: `${page}/commit/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    author: accountBehind(world, commit.author),
    committer: accountBehind(world, commit.committer),
    parents: commit.parents.map((parent) => ({ sha: parent, url: `${api}/commits/${parent}`, html_url: `${page}/commit/${parent}` })),
  }
}

function accountBehind(world: World, signature: Signature): Record<string, unknown> | null {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(signature.email)?.[1]
  const account = login === undefined ? null : findAccount(world, login)
  return account === null ? null : presentAccount(world, account)
}

export function presentTree(world: World, repo: Repo, sha: string, entries: readonly TreeEntry[]): Record<string, unknown> {
  const api = `${repositoryApi(world, repo)}/git`
  return {
    sha,
    url: `${api}/trees/${sha}`,
    tree: entries.map(({ path, mode, type, sha: object, size }) => ({
      path,
      mode,
      type,
      sha: object,
      ...(size === null ? {} : { size }),
      ...(type === 'commit' ? {} : { url: `${api}/${type}s/${object}` }),
    })),
    truncated: false,
  }
}
