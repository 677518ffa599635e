import type { Need } from './actor.ts'

/** Issues and pull requests share numbers, comments and labels, so either permission serves. */
export const read: Need = { permission: 'issues', level: 'read', or: 'pull_requests' }
export const write: Need = { permission: 'issues', level: 'write', or: 'pull_requests' }
/** What any signed-in person may do on a public repository. */
export const say: Need = { ...write, people: 'anyone' }
