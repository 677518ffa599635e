import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { digest } from '../../worker/pipeline/journal.ts'
import type { AuditRow } from '../../worker/pipeline/ports.ts'
import { deliveriesAt, mergedDelivery } from './deliveries.ts'
import { Driver } from './driver.ts'
import type { ModelIssueObject } from './worker.ts'
import { addWorld, dropWorld, type Fault, World } from './world.ts'

/** Real alarms must not fire by themselves while the model decides what happens: its clock runs a year ahead. */
const epoch = Date.now() + 365 * 24 * 3_600_000

const objects = (env as unknown as { ISSUE: DurableObjectNamespace<ModelIssueObject> }).ISSUE

let created = 0
function newDriver(): { driver: Driver; name: string } {
  created += 1
  const name = `77#9-${created}`
  const world = new World(epoch)
  addWorld(name, world)
  return { driver: new Driver(objects.getByName(name), world), name }
}

type Step = (driver: Driver) => Promise<void>

const deliveries = deliveriesAt(epoch)

/** Every way in which the outside reaches the object; each is drawn with the numbers it needs. */
const step: fc.Arbitrary<{ name: string; run: Step }> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('opened' as const, 'labeled' as const, 'edited' as const)
      .map((which) => ({ name: which, run: async (d: Driver) => d.deliver(`guid-${which}`, deliveries[which]) })),
  },
  { weight: 5, arbitrary: fc.constant({ name: 'alarm', run: async (d: Driver) => d.alarm() }) },
  { weight: 2, arbitrary: fc.constant({ name: 'evict', run: async (d: Driver) => d.evict() }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(4), fc.boolean())
      .map(([index, keep]) => ({ name: `take ${index} ${keep}`, run: async (d: Driver) => d.take(index, keep) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(4), fc.boolean())
      .map(([index, keep]) => ({ name: `report ${index} ${keep}`, run: async (d: Driver) => d.report(index, keep) })),
  },
  { weight: 1, arbitrary: fc.nat(4).map((index) => ({ name: `lose ${index}`, run: async (d: Driver) => d.lose(index) })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1_000, max: 90_000 }).map((ms) => ({
      name: `wait ${ms}`,
      run: async (d: Driver) => {
        d.world.now += ms
      },
    })),
  },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom<Fault>('fails', 'answer_lost'), { minLength: 1, maxLength: 3 }).map((faults) => ({
      name: faults.join(),
      run: async (d: Driver) => {
        d.world.faults.push(...faults)
      },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.nat(2).map((n) => ({
      name: `failing reports ${n}`,
      run: async (d: Driver) => {
        d.failingReports = n
      },
    })),
  },
  { weight: 2, arbitrary: fc.constant({ name: 'approve', run: async (d: Driver) => d.approve('rex') }) },
  { weight: 1, arbitrary: fc.constant({ name: 'approve as requester', run: async (d: Driver) => d.approve('mina') }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'ChangesRequested' as const,
        'CancelAsked' as const,
        'RetryAsked' as const,
        'PauseAsked' as const,
        'ResumeAsked' as const,
      )
      .map((type) => ({
        name: type,
        run: async (d: Driver) => {
          await d.stub.act(type === 'ChangesRequested' ? { type, login: 'rex', text: 'shorter' } : { type, login: 'rex' }, 'rex')
        },
      })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      name: 'merged webhook',
      run: async (d: Driver) => {
        const pull = d.world.pulls[0]
        if (pull?.merged) await d.deliver('guid-merged', mergedDelivery(pull.headSha, pull.mergeCommitSha ?? '', d.world.now))
      },
    }),
  },
)

async function auditOf(driver: Driver): Promise<AuditRow[]> {
  return runInDurableObject(driver.stub, (_object, state) =>
    state.storage.sql
      .exec<{ row: string }>('SELECT row FROM audit ORDER BY seq')
      .toArray()
      .map(({ row }) => JSON.parse(row) as AuditRow),
  )
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

it('makes one pull request at most, ends every issue with a reason, and keeps its journal whole, whatever happens in whatever order', {
  timeout: 900_000,
}, async () => {
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const { driver, name } = newDriver()
      await driver.deliver('guid-opened', deliveries.opened)
      for (const { run } of steps) await run(driver)
      const view = await driver.settle()
      const { world } = driver
      const { summary } = view
      ends.set(summary.state, (ends.get(summary.state) ?? 0) + 1)
      expect(world.pulls.length).toBeLessThanOrEqual(1)
      expect(world.branchesCreated).toBeLessThanOrEqual(1)
      expect(world.merges.length).toBeLessThanOrEqual(1)
      expect(summary.outcome?.reason).toBeTruthy()
      expect(summary.outcome?.nextAction).toBeTruthy()
      if (summary.state === 'published') expect([world.pulls.length, world.merges.length]).toEqual([1, 1])
      expect(world.merges.length === 1 ? summary.state : 'not merged').toBe(world.merges.length === 1 ? 'published' : 'not merged')
      const rows = await auditOf(driver)
      expectChained(rows)
      expect([...world.audit.keys()].sort((a, b) => a - b)).toEqual(rows.map((row) => row.seq))
      expect(world.summaries.at(-1)?.state).toBe(summary.state)
      expect(world.comments.size).toBeLessThanOrEqual(1)
      const seqs = view.events.map((event) => event.seq)
      expect(new Set(seqs).size).toBe(seqs.length)
      dropWorld(name)
    }),
    { numRuns: 2_000 },
  )
  console.log('ends of 2,000 runs', Object.fromEntries(ends))
  expect(ends.get('published') ?? 0).toBeGreaterThan(200)
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
    const { driver, name } = newDriver()
    for (const which of order) await driver.deliver(which, deliveries[which])
    const view = await driver.settle()
    expect(view.summary.state, order.join()).toBe('cancelled')
    dropWorld(name)
  }
})

it('refuses the result of a worker whose lease ran out', async () => {
  const { driver } = newDriver()
  await driver.deliver('guid-opened', deliveries.opened)
  await driver.alarm()
  await driver.take(0, false)
  const before = await driver.view()
  driver.world.now += 60_000
  await driver.alarm()
  await driver.report(0, true)
  const after = await driver.view()
  expect(before?.summary.state).toBe('generating')
  expect(after?.summary.state).toBe('generating')
  expect(after?.files).toEqual([])
  const settled = await driver.settle()
  expect(settled.summary.state).toBe('published')
})
