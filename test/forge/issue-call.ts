import type { Need } from './actor.ts'
import { notFound } from './api-error.ts'
import { findIssue } from './issue-actions.ts'
import { param, type RepoCall } from './router.ts'
import type { Issue } from './tables.ts'

/** Issues and pull requests share numbers, comments and labels, so either permission serves. */
export const read: Need = { permission: 'issues', level: 'read', or: 'pull_requests' }
export const write: Need = { permission: 'issues', level: 'write', or: 'pull_requests' }
/** What any signed-in person may do on a public repository. */
export const say: Need = { ...write, people: 'anyone' }

/** The issue or pull request that the route names. Throws 404. */
export function issueOf({ world, repo, call }: RepoCall): Issue {
  const issue = findIssue(world, repo, Number(param(call, 'number')))
  if (issue === null) throw notFound()
  return issue
}

/** The address of the call itself, for `Link`. */
export function url(input: RepoCall): string {
  return `${input.world.url}${input.call.path}`
}
