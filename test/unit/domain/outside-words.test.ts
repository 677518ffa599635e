import { describe, expect, it } from 'vitest'
import type { IssueEvent } from '../../../worker/domain/issue-events.ts'
import type { Loss } from '../../../worker/domain/outside-words.ts'
import { isTerminal, type StateName, states } from '../../../worker/domain/states.ts'
import { lives } from './every-state.ts'
import { Life } from './lives.ts'

const there = { installationId: 5001, repositoryId: 77, owner: 'meridian-ops', repo: 'cluster-care-codecollection' }
const lost = (how: Loss, installationId = 5001): IssueEvent => ({ type: 'RepositoryGone', how, installationId })
const found = (change: Partial<typeof there> = {}, at?: number): IssueEvent => ({
  type: 'RepositoryMoved',
  repository: { ...there, ...change },
  ...(at === undefined ? {} : { at }),
})

const ways: Loss[] = ['uninstalled', 'suspended', 'removed', 'transferred', 'deleted', 'archived', 'privatized']
const read: readonly StateName[] = ['merged', 'indexing']

/** What would open or merge a pull request, or tell somebody on an issue that is out of reach. */
const acts = ['PublishDraft', 'MergePullRequest', 'ClosePullRequest', 'EnqueueJob', 'JudgeTrust', 'MakePlan']

describe.each(ways)('a repository that is %s', (how) => {
  it.each(states)('leaves a request that was %s with a reason and a next action', (state) => {
    const life = lives[state]()
    expect(life.record.state).toBe(state)
    const before = structuredClone(life.record)
    const turn = life.tell(lost(how))
    const { record } = life
    if (isTerminal(state)) expect(record).toEqual(before)
    else if (how === 'archived' && read.includes(state)) expect(record.state).toBe(state)
    else {
      expect([record.state, record.job]).toEqual(['failed', null])
      expect(record.outcome?.reason).toContain('meridian-ops/cluster-care-codecollection')
      expect(record.outcome?.nextAction).toBeTruthy()
      expect(turn.refusal).toBeNull()
    }
    expect(turn.effects.map(({ type }) => type).filter((type) => acts.includes(type))).toEqual([])
    if (how !== 'privatized') expect(life.effects).not.toContain('UpdateComment')
    if (record.state === 'failed' || isTerminal(state)) expect(record.outcome?.reason && record.outcome.nextAction).toBeTruthy()
  })

  it('says it once, however often it is told', () => {
    const life = lives.generating()
    life.tell(lost(how))
    const { steps, effects } = life.tell(lost(how))
    expect([steps, effects]).toEqual([[], []])
  })
})

it('says in exact words what happened and what to do', () => {
  const words = ways.map((how) => {
    const life = lives.generating()
    life.tell(lost(how))
    return [how, life.record.outcome?.reason, life.record.outcome?.nextAction]
  })
  const repo = 'meridian-ops/cluster-care-codecollection'
  expect(words).toEqual([
    ['uninstalled', `The GitHub App was uninstalled from ${repo}.`, 'Install it there again, then choose Retry.'],
    [
      'suspended',
      `The GitHub App is suspended for meridian-ops, so ${repo} is out of reach.`,
      'An owner of meridian-ops can unsuspend it in the settings on GitHub; then choose Retry.',
    ],
    [
      'removed',
      `The GitHub App has no access to ${repo} any more.`,
      'Add the repository in the settings of the installation on GitHub, then choose Retry.',
    ],
    ['transferred', `The repository ${repo} moved to where the GitHub App is not installed.`, 'Install it there, then choose Retry.'],
    [
      'deleted',
      `The repository ${repo} was deleted.`,
      'File the request in another repository; or restore this one on GitHub, then choose Retry.',
    ],
    ['archived', `The repository ${repo} is archived, so nothing can be written to it.`, 'Unarchive it on GitHub, then choose Retry.'],
    [
      'privatized',
      `The repository ${repo} was made private, and this registry shows what it holds to everybody.`,
      'Make it public again, then choose Retry.',
    ],
  ])
})

/** Where a Retry goes on once the repository is back, from each state in which it was lost, and with what. */
const goesOn: Partial<Record<StateName, [StateName, string]>> = {
  received: ['triaged', 'MakePlan'],
  triaged: ['triaged', 'MakePlan'],
  planned: ['queued', 'EnqueueJob'],
  awaiting_plan_approval: ['awaiting_plan_approval', 'UpdateComment'],
  queued: ['queued', 'EnqueueJob'],
  generating: ['queued', 'EnqueueJob'],
  validating: ['validating', 'EnqueueJob'],
  repairing: ['queued', 'EnqueueJob'],
  opening_pull_request: ['opening_pull_request', 'PublishDraft'],
  in_review: ['opening_pull_request', 'PublishDraft'],
  changes_requested: ['changes_requested', 'EnqueueJob'],
  approved: ['opening_pull_request', 'PublishDraft'],
  merging: ['opening_pull_request', 'PublishDraft'],
  merged: ['indexing', 'EnqueueJob'],
  indexing: ['indexing', 'EnqueueJob'],
  paused: ['queued', 'EnqueueJob'],
}

describe('a Retry once the App is installed again under another id', () => {
  it.each(states.filter((state) => !isTerminal(state)))('goes on where the request stood when it was %s', (state) => {
    const life = lives[state]()
    life.tell(lost('uninstalled'))
    life.tell(found({ installationId: 6002 }))
    expect(life.record.state).toBe('failed')
    // What could not be said on the issue before is said now.
    expect(life.effects).toEqual(expect.arrayContaining(['SetLabel', 'UpdateComment']))
    expect(life.tell({ type: 'RetryAsked', login: 'rex' }).refusal).toBeNull()
    const [to, effect] = goesOn[state] ?? []
    expect([life.record.state, life.record.repository.installationId]).toEqual([to, 6002])
    expect(life.effects).toContain(effect)
    expect(life.effects.filter((type) => type === 'PublishDraft' || type === 'EnqueueJob').length).toBeLessThanOrEqual(1)
  })

  it('does not approve a plan that waits for a reviewer', () => {
    const life = lives.awaiting_plan_approval()
    life.tell(lost('suspended'))
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect([life.record.state, life.record.planApproval ?? null]).toEqual(['awaiting_plan_approval', null])
  })

  it('keeps what a reviewer asked for, and the round it was asked in', () => {
    const life = lives.changes_requested()
    const { round, asked } = life.record
    life.tell(lost('removed'))
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect([life.record.round, life.record.asked]).toEqual([round, asked])
    expect(life.record.job?.kind).toBe('generate')
  })

  it('fails with the same words while the App is still away, and works afterwards', () => {
    const life = lives.generating()
    life.tell(lost('uninstalled'))
    const first = life.record.outcome
    life.tell({ type: 'RetryAsked', login: 'rex' })
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'app_not_installed', message: 'GitHub answered 404', retry: 'never' })
    expect([life.record.state, life.record.outcome]).toEqual(['failed', first])
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect(life.record.state).toBe('queued')
  })
})

describe('a failed call says the same as the word that is late', () => {
  it.each([
    ['app_not_installed', 'uninstalled'],
    ['app_suspended', 'suspended'],
    ['app_no_access', 'removed'],
    ['repository_archived', 'archived'],
    ['repository_private', 'privatized'],
  ] as const)('%s', (code, how) => {
    const life = lives.opening_pull_request()
    life.tell({ type: 'EffectParked', effect: 'PublishDraft', code, message: 'GitHub said no' })
    const other = lives.opening_pull_request()
    other.tell(lost(how))
    expect(life.record).toEqual(other.record)
  })

  it('unless it comes from work that was given up, or after the end', () => {
    const life = lives.generating()
    life.tell({ type: 'JobFailed', fence: life.fence - 1, code: 'app_not_installed', message: '', retry: 'never' })
    expect(life.record.state).toBe('generating')
    const done = lives.cancelled()
    const { outcome } = done.record
    done.tell({ type: 'EffectParked', effect: 'PublishDraft', code: 'app_not_installed', message: '' })
    expect(done.record.outcome).toEqual(outcome)
  })
})

it('takes a late word about an installation for what it is', () => {
  const life = lives.generating()
  life.tell(found({ installationId: 6002 }))
  for (const how of ['uninstalled', 'suspended', 'removed'] as const) expect(life.tell(lost(how, 5001)).steps).toEqual([])
  life.tell(lost('uninstalled', 6002))
  expect(life.record.state).toBe('failed')
})

describe('a repository under another name', () => {
  it.each(states)('leaves a request that was %s as it is, with its new address', (state) => {
    const life = lives[state]()
    const before = structuredClone(life.record)
    const turn = life.tell(found({ repo: 'care', owner: 'meridian' }))
    expect(turn.steps).toEqual([])
    expect([life.record.state, life.record.outcome]).toEqual([state, before.outcome])
    expect(life.record.repository).toMatchObject({ owner: 'meridian', repo: 'care', repositoryId: 77 })
    expect(life.record.url).toBe('http://forge.test/meridian/care/issues/9')
    expect(life.effects).toEqual(expect.arrayContaining(['Project', 'UpdateComment']))
    expect(life.effects.filter((type) => acts.includes(type) && type !== 'EnqueueJob')).toEqual([])
  })

  it('starts again what clones it by its former name, and leaves a draft alone', () => {
    const validating = lives.validating()
    validating.tell({ type: 'JobBegun', fence: validating.fence })
    const { fence } = validating
    validating.tell(found({ repo: 'care' }))
    expect([validating.fence, validating.record.job]).toEqual([fence + 1, expect.objectContaining({ kind: 'validate', begun: false })])
    const generating = lives.generating()
    const { job } = generating.record
    generating.tell(found({ repo: 'care' }))
    expect(generating.record.job).toEqual(job)
  })

  it('has its pull request where it is now', () => {
    const life = new Life().toQueued().toValidating()
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: true, signature: '', findings: [] })
    const url = 'http://forge.test/meridian-ops/cluster-care-codecollection/pull/100'
    const pull = { number: 100, nodeId: 'PR', url, headSha: 'sha1' }
    life.tell({ type: 'PullRequestOpened', pull, state: 'open', merged: false })
    life.tell(found({ repo: 'care' }))
    expect(life.record.pull).toEqual({ ...pull, url: 'http://forge.test/meridian-ops/care/pull/100' })
  })

  it('does not go back to a name that older news has', () => {
    const life = lives.in_review()
    life.tell(found({ repo: 'care' }, life.now))
    life.tell(found({}, life.now - 60_000))
    expect(life.record.repository.repo).toBe('care')
  })
})

describe('what is found of the pull request when the repository is back', () => {
  const back = () => {
    const life = lives.merging()
    life.tell(lost('suspended'))
    life.tell({ type: 'RetryAsked', login: 'rex' })
    const pull = life.record.pull ?? { number: 0, nodeId: '', url: '', headSha: '' }
    life.tell({ type: 'PullRequestOpened', pull, state: 'open', merged: false, isKnown: true })
    return life
  }

  it('is reviewed anew where it stands as it did: the approval of before is void', () => {
    const { record } = back()
    expect([record.state, record.approval]).toEqual(['in_review', null])
  })

  it('is checked again where somebody pushed meanwhile, and what they pushed is built upon', () => {
    const life = back()
    life.tell({ type: 'HeadMoved', headSha: 'sha2', login: 'ops' })
    expect([life.record.state, life.record.humanHead, life.record.job?.kind]).toEqual(['validating', 'sha2', 'validate'])
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: true, signature: '', findings: [] })
    life.tell(lost('removed'))
    life.tell({ type: 'RetryAsked', login: 'rex' })
    const { pull } = life.record
    if (pull !== null) life.tell({ type: 'PullRequestOpened', pull, state: 'open', merged: false, isKnown: true })
    expect([life.record.state, life.record.humanHead]).toEqual(['in_review', 'sha2'])
  })
})

it('counts a run that the outside ended as no failure of its drafts', () => {
  const life = lives.generating()
  const { ended } = life.tell(lost('uninstalled'))
  expect([life.record.run?.outcome, ended?.map(({ outcome }) => outcome)]).toEqual(['cancelled', ['cancelled']])
})

describe('a Retry of any end', () => {
  it('makes the draft that a reviewer asked for, and does not publish the one of before once more', () => {
    const life = lives.changes_requested()
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'x', message: 'Broken.', retry: 'never' })
    const { asked, round } = life.record
    expect(asked).toHaveLength(1)
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect([life.record.state, life.record.asked, life.record.round, life.record.job?.kind]).toEqual([
      'changes_requested',
      asked,
      round,
      'generate',
    ])
  })

  it('checks a draft again that was not judged, and pays for no other', () => {
    const life = lives.validating()
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'unreachable', message: 'No sandbox.', retry: 'never' })
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect([life.record.state, life.record.job?.kind]).toEqual(['validating', 'validate'])
  })

  it('goes on where a pause was made that nobody ended', () => {
    const life = lives.in_review()
    life.tell({ type: 'PauseAsked', login: 'rex' })
    life.tell({ type: 'DeadlinePassed' }, 40 * 86_400_000)
    expect([life.record.state, life.record.interrupted]).toEqual(['expired', 'in_review'])
  })
})
