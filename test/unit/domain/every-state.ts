import type { IssueRecord } from '../../../worker/domain/issue-record.ts'
import type { StateName } from '../../../worker/domain/states.ts'
import { filing, Life, outlook, plan } from './lives.ts'

const failing = { ok: false, signature: 's', findings: ['f'] } as const

function trusted(verdict: 'allowed' | 'needs_approval' | 'denied'): Life {
  const life = new Life()
  life.tell({ type: 'RequestFiled', filing: filing() })
  life.tell({ type: 'TrustJudged', verdict, reason: 'r' })
  return life
}

function told(life: Life, ...events: Parameters<Life['tell']>[0][]): Life {
  for (const event of events) life.tell(event)
  return life
}

function working(): Life {
  const life = new Life().toQueued()
  return told(life, { type: 'JobBegun', fence: life.fence })
}

function passed(): Life {
  const life = new Life().toQueued().toValidating()
  return told(
    life,
    { type: 'JobBegun', fence: life.fence },
    { type: 'DraftValidated', fence: life.fence, ok: true, signature: '', findings: [] },
  )
}

const reviewed = () => new Life().toQueued().toValidating().toReview()
const approved = () => told(reviewed(), { type: 'DraftApproved', login: 'rex', headSha: 'sha1' })
const merged = () => told(reviewed(), { type: 'PullRequestMerged', sha: 'm1', login: 'rex' })

/** A state that is passed through within one turn, as if a process had stopped in it. */
function caught(life: Life, state: StateName): Life {
  life.record = { ...life.record, state } satisfies IssueRecord
  return life
}

/** A life that has come to each state. */
export const lives: Record<StateName, () => Life> = {
  received: () => told(new Life(), { type: 'RequestFiled', filing: filing() }),
  denied: () => trusted('denied'),
  triaged: () => trusted('allowed'),
  needs_info: () => told(trusted('allowed'), { type: 'InfoNeeded', questions: ['Which platform?'] }),
  duplicate: () => told(trusted('allowed'), { type: 'DuplicateFound', plan, collection: 'c', slug: 's', percent: 90, ...outlook }),
  planned: () => caught(told(trusted('needs_approval'), { type: 'PlanMade', plan, ...outlook }), 'planned'),
  awaiting_plan_approval: () => told(trusted('needs_approval'), { type: 'PlanMade', plan, ...outlook }),
  queued: () => new Life().toQueued(),
  generating: working,
  validating: () => new Life().toQueued().toValidating(),
  repairing: () => {
    const life = new Life().toQueued().toValidating()
    return told(life, { type: 'DraftValidated', fence: life.fence, ...failing, findings: ['f'] })
  },
  opening_pull_request: passed,
  in_review: reviewed,
  changes_requested: () => told(reviewed(), { type: 'ChangesRequested', login: 'rex', text: 'Shorter.' }),
  approved: () => caught(approved(), 'approved'),
  merging: approved,
  merged: () => caught(merged(), 'merged'),
  indexing: merged,
  published: () => {
    const life = merged()
    return told(life, { type: 'BundleIndexed', fence: life.fence, found: true, commit: 'm1' })
  },
  failed: () => {
    const life = working()
    return told(life, { type: 'JobFailed', fence: life.fence, code: 'x', message: 'Broken.', retry: 'never' })
  },
  stuck: () => {
    const life = new Life().toQueued()
    for (let attempt = 0; attempt < 3; attempt += 1) {
      life.toValidating()
      told(life, { type: 'DraftValidated', fence: life.fence, ...failing, findings: ['f'] })
    }
    return life
  },
  cancelled: () => told(reviewed(), { type: 'CancelAsked', login: 'rex' }),
  expired: () => {
    const life = reviewed()
    life.tell({ type: 'DeadlinePassed' }, 40 * 86_400_000)
    return life
  },
  paused: () => told(working(), { type: 'PauseAsked', login: 'rex' }),
}
