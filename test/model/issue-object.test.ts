import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { nothingUsed } from '../../worker/domain/budget.ts'
import type { IssueView } from '../../worker/domain/views.ts'
import { digest } from '../../worker/pipeline/journal.ts'
import type { AuditRow, GenerationInput } from '../../worker/pipeline/ports.ts'
import { type Driver, evict, inside, Outside } from './driver.ts'
import { deliveries, epoch, type Step, step } from './steps.ts'
import type { ModelIssueObject } from './worker.ts'
import { addWorld, dropWorld, reportOf, World } from './world.ts'

const objects = (env as unknown as { ISSUE: DurableObjectNamespace<ModelIssueObject> }).ISSUE

let created = 0

/** A fresh object over a fresh world; `act` may be called many times. */
function newIssue() {
  created += 1
  const name = `77#9-${created}`
  const outside = new Outside(new World(epoch))
  addWorld(name, outside.world)
  const stub = objects.getByName(name)
  return {
    stub,
    outside,
    act: <T>(act: (driver: Driver) => Promise<T>) => inside(stub, outside, act),
    drop: () => dropWorld(name),
  }
}

/** Runs the steps up to the next eviction in one go. */
async function live(issue: ReturnType<typeof newIssue>, steps: Step[]): Promise<void> {
  let waiting: NonNullable<Step['run']>[] = []
  const flush = async () => {
    const runs = waiting
    waiting = []
    await issue.act(async (driver) => {
      for (const run of runs) await run(driver)
    })
  }
  for (const { run } of steps) {
    if (run !== null) waiting.push(run)
    else {
      await flush()
      await evict(issue.stub)
    }
  }
  await flush()
}

function expectChained(rows: AuditRow[]): void {
  let previousHash = ''
  let state: string | null = null
  for (const row of rows) {
    const { previousHash: stored, hash, ...entry } = row
    expect(stored).toBe(previousHash)
    expect(hash).toBe(digest(`${previousHash}\n${JSON.stringify(entry)}`))
    if (state !== null) expect(row.from).toBe(state)
    state = row.to
    previousHash = hash
  }
}

function expectLawful(view: IssueView, rows: AuditRow[], world: World): void {
  const { summary } = view
  expect(world.pulls.length).toBeLessThanOrEqual(1)
  expect(world.branchesCreated).toBeLessThanOrEqual(1)
  expect(world.merges.length).toBeLessThanOrEqual(1)
  expect(summary.outcome?.reason).toBeTruthy()
  expect(summary.outcome?.nextAction).toBeTruthy()
  // Merged and published are the same end: nothing merged is forgotten, nothing unmerged is announced.
  expect([world.pulls.length, summary.state === 'published']).toEqual([
    world.merges.length || world.pulls.length,
    world.merges.length === 1,
  ])
  expectChained(rows)
  expect([...world.audit.keys()].sort((a, b) => a - b)).toEqual(rows.map((row) => row.seq))
  expect(world.summaries.at(-1)?.state).toBe(summary.state)
  expect(world.comments.size).toBeLessThanOrEqual(1)
  const seqs = view.events.map((event) => event.seq)
  expect(new Set(seqs).size).toBe(seqs.length)
}

/** Above the line of a dollar, or at an unknown price, only a person lets a draft be made. */
function expectAllowed(begun: Outside['begun']): void {
  for (const { by, most } of begun) {
    expect(['rex', 'policy']).toContain(by)
    if (by === 'policy') expect(most ?? Infinity).toBeLessThanOrEqual(1_000_000)
  }
}

it('makes one pull request at most, ends every issue with a reason, and keeps its journal whole, whatever happens in whatever order', {
  timeout: 900_000,
}, async () => {
  const ends = new Map<string, number>()
  const approvals = new Map<string, number>()
  let lost = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const issue = newIssue()
      await live(issue, [{ name: 'opened', run: (driver) => driver.deliver('guid-opened', deliveries.opened) }, ...steps])
      const { view, rows } = await issue.act(async (driver) => ({ view: await driver.settle(), rows: driver.audit() }))
      expectLawful(view, rows, issue.outside.world)
      // Every run that ended is told once, with its own outcome.
      expect(issue.outside.world.runs.get(view.run?.at ?? 0)?.outcome).toBe(view.run?.outcome ?? undefined)
      await issue.act(async (driver) => {
        // Whatever the end was: trying again leads to an end as lawful.
        await driver.object.act({ type: 'RetryAsked', login: 'rex' }, 'rex')
        expectLawful(await driver.settle(), driver.audit(), issue.outside.world)
      })
      ends.set(view.summary.state, (ends.get(view.summary.state) ?? 0) + 1)
      const { begun, cameBack } = issue.outside
      lost += cameBack
      expectAllowed(begun)
      for (const { by } of begun.slice(0, 1)) approvals.set(by ?? '', (approvals.get(by ?? '') ?? 0) + 1)
      issue.drop()
    }),
    { numRuns: 500 },
  )
  console.log('ends of 500 runs', Object.fromEntries(ends), Object.fromEntries(approvals), { lost })
  expect(lost).toBeGreaterThan(40)
  expect(Math.min(approvals.get('policy') ?? 0, approvals.get('rex') ?? 0)).toBeGreaterThan(30)
  expect(ends.get('published') ?? 0).toBeGreaterThan(60)
})

it('comes to the same state for every order of opened, edited and closed', async () => {
  const orders = [
    ['opened', 'edited', 'closed'],
    ['opened', 'closed', 'edited'],
    ['edited', 'opened', 'closed'],
    ['edited', 'closed', 'opened'],
    ['closed', 'opened', 'edited'],
    ['closed', 'edited', 'opened'],
  ] as const
  for (const order of orders) {
    const issue = newIssue()
    const view = await issue.act(async (driver) => {
      for (const which of order) await driver.deliver(which, deliveries[which])
      return driver.settle()
    })
    expect(view.summary.state, order.join()).toBe('cancelled')
    issue.drop()
  }
})

it('refuses the result of a worker whose lease ran out', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    await driver.take(0, false)
    expect((await driver.view())?.summary.state).toBe('generating')
    driver.world.now += 60_000
    await driver.alarm()
    await driver.report(0, true)
    const after = await driver.view()
    expect(after?.summary.state).toBe('generating')
    expect(after?.files).toEqual([])
    expect((await driver.settle()).summary.state).toBe('published')
  })
})

/** Takes the message that waits, and answers that the draft is being made elsewhere. */
async function postponeNext(driver: Driver): Promise<GenerationInput['waiting']> {
  const [message] = driver.world.messages.splice(0)
  const input = await driver.object.begin('generate', message?.fence ?? 0)
  if (input?.kind !== 'generate') throw new Error('no work')
  const looks = Number(input.generation.waiting?.memory.looks ?? '0') + 1
  const waiting = { provider: 'cursor', since: driver.world.now, memory: { looks: `${looks}` } }
  await driver.object.report(message?.fence ?? 0, { kind: 'postponed', afterMs: 20_000, waiting })
  return input.generation.waiting
}

it('asks again for a draft that is made elsewhere, without end but the deadline of the state, and hands back what it was given', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    const begun = driver.world.now
    for (let look = 1; look <= 20; look += 1) {
      expect((await postponeNext(driver))?.memory.looks ?? '0').toBe(`${look - 1}`)
      await driver.alarm()
      expect(driver.world.messages).toEqual([])
      driver.world.now += 20_000
      await driver.alarm()
    }
    expect((await driver.view())?.summary).toMatchObject({ state: 'generating', attempt: 1 })
    driver.world.now = begun + 31 * 60_000
    await driver.alarm()
    await driver.alarm()
    expect((await driver.view())?.summary).toMatchObject({
      state: 'failed',
      outcome: { reason: expect.stringContaining('did not end in time') },
    })
    expect(driver.world.left).toEqual(['77#9/1/1'])
  })
})

it('looks at once when a word of the work comes, once for each word', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    for (const [word, expected] of [
      ['one', 1],
      ['one', 0],
      ['two', 1],
    ] as const) {
      await postponeNext(driver)
      await driver.object.workMoved('77#9/1/2', `another ${word}`)
      await driver.object.workMoved('77#9/1/1', word)
      await driver.alarm()
      expect(driver.world.messages).toHaveLength(expected)
      driver.world.now += 20_000
      await driver.alarm()
    }
  })
})

it('ends what goes on elsewhere when a person cancels, and not when it is wanted again', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    await postponeNext(driver)
    expect(await driver.object.leaves('77#9/1/1')).toBeNull()
    await driver.object.act({ type: 'CancelAsked', login: 'rex' }, 'rex')
    await driver.alarm()
    expect(driver.world.left).toEqual(['77#9/1/1'])
    expect(await driver.object.leaves('77#9/1/1')).toMatchObject({ repo: expect.any(String) })
  })
})

it('waits as long as a service asks before the job begins again', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    const [message] = driver.world.messages.splice(0)
    await driver.object.begin('generate', message?.fence ?? 0)
    const failed = { kind: 'failed', job: 'generate', code: 'x', message: 'Slow down.', retry: 'later', retryAfterMs: 60_000 } as const
    await driver.object.report(message?.fence ?? 0, failed)
    driver.world.now += 59_000
    await driver.alarm()
    expect(driver.world.messages).toEqual([])
    driver.world.now += 1_000
    await driver.alarm()
    expect(driver.world.messages).toHaveLength(1)
  })
})

/** Drafts that fail so many checks each, one after the other, until the object asks for no more. */
async function failing(driver: Driver, counts: number[]): Promise<void> {
  const runbook = (count: number) => ({
    path: 'codebundles/k8s-pvc-usage/runbook.robot',
    mode: '100644' as const,
    content: `Documentation    fails ${count}\n`,
  })
  for (const count of counts) {
    const [generate] = driver.world.messages.splice(0)
    await driver.object.begin('generate', generate?.fence ?? 0)
    const output = { files: [runbook(count)], provider: 'model', model: null, costMicros: 7, notes: [] }
    await driver.object.report(generate?.fence ?? 0, { kind: 'generated', output })
    await driver.alarm()
    const [validate] = driver.world.messages.splice(0)
    await driver.object.begin('validate', validate?.fence ?? 0)
    const [check] = reportOf(false).checks
    if (!check) throw new Error('a failing report has a check')
    const checks = Array.from({ length: count }, (_unused, index) => ({ ...check, message: `${count}.${index}` }))
    await driver.object.report(validate?.fence ?? 0, { kind: 'validated', report: { ...reportOf(false), checks } })
    await driver.alarm()
  }
}

it('keeps the draft that failed the fewest checks, and none from before a retry', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    await failing(driver, [3, 1, 2])
    const first = await driver.view()
    expect(first?.summary.state).toBe('failed')
    expect(first?.files[0]?.content).toContain('fails 1')
    expect(first?.report?.checks).toHaveLength(1)
    driver.world.now += 1_000
    await driver.object.act({ type: 'RetryAsked', login: 'rex' }, 'rex')
    await driver.alarm()
    await failing(driver, [6, 4, 5])
    const second = await driver.view()
    expect(second?.files[0]?.content).toContain('fails 4')
    expect([second?.spentMicros, second?.spentIsWhole]).toEqual([42, true])
  })
})

it('counts an answer that is no draft as an attempt, by its provider and with its cost', async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    for (const attempt of [1, 2, 3]) {
      const [generate] = driver.world.messages.splice(0)
      const input = await driver.object.begin('generate', generate?.fence ?? 0)
      if (input?.kind !== 'generate') throw new Error('no work')
      expect([input.generation.attempt, input.generation.strategy, input.generation.avoid]).toEqual(
        attempt < 3 ? [attempt, 'same', []] : [3, 'other', ['openai']],
      )
      const failed = { code: 'draft_invalid', message: 'The answer is no JSON.', retry: 'later' as const }
      const draft = { provider: 'openai', costMicros: 5 }
      await driver.object.report(generate?.fence ?? 0, { kind: 'failed', job: 'generate', ...failed, draft })
      await driver.alarm()
    }
    const view = await driver.view()
    expect([view?.summary.state, view?.spentMicros]).toEqual(['stuck', 15])
    expect(view?.summary.outcome?.reason).toContain('(openai): The answer is no JSON.')
  })
})

it('keeps what the budgets said last, and misses a look at a database that is away', { timeout: 30_000 }, async () => {
  const { act } = newIssue()
  await act(async (driver) => {
    await driver.deliver('guid-opened', deliveries.opened)
    await driver.alarm()
    const [generate] = driver.world.messages.splice(0)
    const fence = generate?.fence ?? 0
    await driver.object.begin('generate', fence)
    driver.world.use = { ...nothingUsed, heldMicros: 500, heldTokens: 90 }
    expect(await driver.object.alive(fence, 'generate', [])).toBe(true)
    await vi.waitFor(async () => expect((await driver.view())?.meter?.run.use).toMatchObject({ heldMicros: 500 }))
    driver.world.use = null
    expect(await driver.object.alive(fence, 'generate', [])).toBe(true)
    driver.world.use = { ...nothingUsed, spentMicros: 300, spentTokens: 70 }
    await driver.object.report(fence, { kind: 'failed', job: 'generate', code: 'x', message: 'No.', retry: 'never' })
    await vi.waitFor(async () => expect((await driver.view())?.meter?.issue.use).toMatchObject({ heldMicros: 0, spentMicros: 300 }))
    expect((await driver.view())?.meter?.issue.scope.key).toBe('issue:meridian-ops/cluster-care-codecollection#9')
  })
})
