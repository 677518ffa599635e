import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { IssueView } from '../../worker/domain/views.ts'
import { digest } from '../../worker/pipeline/journal.ts'
import type { AuditRow } from '../../worker/pipeline/ports.ts'
import { type Driver, evict, inside, Outside } from './driver.ts'
import { deliveries, epoch, type Step, step } from './steps.ts'
import type { ModelIssueObject } from './worker.ts'
import { addWorld, dropWorld, World } from './world.ts'

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

it('makes one pull request at most, ends every issue with a reason, and keeps its journal whole, whatever happens in whatever order', {
  timeout: 900_000,
}, async () => {
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const issue = newIssue()
      await live(issue, [{ name: 'opened', run: (driver) => driver.deliver('guid-opened', deliveries.opened) }, ...steps])
      const { view, rows } = await issue.act(async (driver) => ({ view: await driver.settle(), rows: driver.audit() }))
      ends.set(view.summary.state, (ends.get(view.summary.state) ?? 0) + 1)
      expectLawful(view, rows, issue.outside.world)
      issue.drop()
    }),
    { numRuns: 800 },
  )
  console.log('ends of 800 runs', Object.fromEntries(ends))
  expect(ends.get('published') ?? 0).toBeGreaterThan(80)
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
