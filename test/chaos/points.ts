import type { StateName } from '../../worker/domain/states.ts'

/** A call of the Worker to GitHub's API, as the tap sees it. */
export interface ApiCall {
  method: string
  path: string
  body: string
}

/** What tells calls of one issue from those of another, as far as a call says. */
export interface Target {
  number: number
  pull: number | null
  state: StateName | null
}

/** Where the process tree is killed: as soon as the issue is open, in a state, or when GitHub has done a call and its answer is on the way. */
export type Point = { name: string } & (
  | { kind: 'opened' }
  | { kind: 'state'; states: readonly StateName[] }
  | { kind: 'answer'; matches: (call: ApiCall, target: Target) => boolean }
)

function publishing({ state }: Target): boolean {
  return state === 'opening_pull_request'
}

const beforeQueue: ReadonlySet<StateName> = new Set<StateName>(['received', 'triaged', 'planned'])

function namesBranch({ body }: ApiCall, { number }: Target): boolean {
  return new RegExp(`issue-${number}"`).test(body)
}

/** The twelve named points, in the order in which an issue passes them. */
export const points: readonly Point[] = [
  { name: 'delivery', kind: 'opened' },
  // Triage lasts milliseconds; the question of what the requester may do is the one part of it that is seen from outside.
  {
    name: 'triage',
    kind: 'answer',
    matches: ({ method, path }, { state }) =>
      method === 'GET' && path.endsWith('/permission') && (state === null || beforeQueue.has(state)),
  },
  { name: 'queued', kind: 'state', states: ['queued'] },
  { name: 'generating', kind: 'state', states: ['generating'] },
  { name: 'validating', kind: 'state', states: ['validating'] },
  {
    name: 'tree',
    kind: 'answer',
    matches: (call, target) => call.method === 'POST' && call.path.endsWith('/git/trees') && publishing(target),
  },
  {
    name: 'commit',
    kind: 'answer',
    matches: (call, target) => call.method === 'POST' && call.path.endsWith('/git/commits') && publishing(target),
  },
  {
    name: 'ref',
    kind: 'answer',
    matches: (call, target) => call.method === 'POST' && call.path.endsWith('/git/refs') && namesBranch(call, target),
  },
  {
    name: 'pull',
    kind: 'answer',
    matches: (call, target) => call.method === 'POST' && call.path.endsWith('/pulls') && namesBranch(call, target),
  },
  { name: 'in_review', kind: 'state', states: ['in_review'] },
  { name: 'merge', kind: 'answer', matches: (call, target) => call.method === 'PUT' && call.path.endsWith(`/pulls/${target.pull}/merge`) },
  { name: 'indexing', kind: 'state', states: ['merged', 'indexing'] },
]
