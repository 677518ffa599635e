import { defaultPolicy } from '../../../worker/domain/approval-policy.ts'
import { newRecord } from '../../../worker/domain/decide-request.ts'
import type { Effect, Filing, IssueEvent, Outlook } from '../../../worker/domain/issue-events.ts'
import type { IssueRecord } from '../../../worker/domain/issue-record.ts'
import { transition } from '../../../worker/domain/transition.ts'
import type { Turn } from '../../../worker/domain/turn.ts'

export const start = 1_800_000_000_000

/** A filing by mina, a member, as GitHub would deliver it. */
export function filing(change: Partial<Filing> = {}): Filing {
  return {
    repository: { installationId: 5001, repositoryId: 77, owner: 'meridian-ops', repo: 'cluster-care-codecollection' },
    number: 9,
    title: 'Kubernetes PVC usage',
    url: 'http://forge.test/meridian-ops/cluster-care-codecollection/issues/9',
    author: { login: 'mina', association: 'MEMBER' },
    sender: { login: 'mina', type: 'User' },
    createdAt: start,
    updatedAt: start,
    bodyHash: 'h1',
    request: {
      shape: 'form',
      title: 'Kubernetes PVC usage',
      text: 'List claims',
      platform: 'kubernetes',
      service: 'PersistentVolumeClaims',
      purpose: 'usage',
      access: 'read-only',
      tasks: [{ title: 'List claims', description: 'List claims', raiseWhen: null }],
      context: null,
      wantsSli: true,
      removed: [],
      hidden: [],
      suspicion: 0,
    },
    ...change,
  }
}

const plan = {
  slug: 'k8s-pvc-usage',
  displayName: 'Kubernetes PVC Usage',
  platform: 'kubernetes' as const,
  access: 'read-only' as const,
  purpose: 'usage',
  summary: 'Usage of claims.',
  tasks: [{ title: 'List claims', description: '', raiseWhen: null }],
  withSli: true,
  coverage: [],
}

/** A plan that costs four cents where the line is a dollar. */
export const outlook: Outlook = {
  forecast: {
    at: start,
    provider: 'exemplar',
    model: null,
    runs: 0,
    cost: { likely: 40_000, low: 20_000, high: 90_000 },
    minutes: null,
    chance: null,
  },
  policy: defaultPolicy,
}

const draft = { hash: 'd1', provider: 'exemplar', model: null, costMicros: null, notes: [], files: 5 }

/** A life lived event by event; `fence` is filled in with the current one. */
export class Life {
  record: IssueRecord
  now = start
  last: Turn | null = null

  constructor() {
    this.record = newRecord(filing(), start)
  }

  tell(event: IssueEvent, afterMs = 1_000): Turn {
    this.now += afterMs
    const turn = transition(this.record, event, this.now)
    this.record = turn.record
    this.last = turn
    return turn
  }

  get fence(): number {
    return this.record.fence
  }

  get effects(): Effect['type'][] {
    return this.last?.effects.map((effect) => effect.type) ?? []
  }

  toQueued(): this {
    this.tell({ type: 'RequestFiled', filing: filing() })
    this.tell({ type: 'TrustJudged', verdict: 'allowed', reason: 'write' })
    this.tell({ type: 'PlanMade', plan, ...outlook })
    return this
  }

  toValidating(hash = 'd1', provider = 'exemplar'): this {
    this.tell({ type: 'JobBegun', fence: this.fence })
    this.tell({ type: 'DraftWritten', fence: this.fence, draft: { ...draft, hash, provider } })
    return this
  }

  toReview(headSha = 'sha1'): this {
    this.tell({ type: 'JobBegun', fence: this.fence })
    this.tell({ type: 'DraftValidated', fence: this.fence, ok: true, signature: '', findings: [] })
    this.tell({ type: 'PullRequestOpened', pull: { number: 100, nodeId: 'PR', url: 'u', headSha }, state: 'open', merged: false })
    return this
  }
}

export { plan }
