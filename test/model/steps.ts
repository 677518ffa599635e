import fc from 'fast-check'
import { deliveriesAt, issueDelivery, mergedDelivery, pullDelivery } from './deliveries.ts'
import type { Driver } from './driver.ts'
import type { Fault } from './world.ts'

/** Real alarms must not fire by themselves while the model decides what happens: its clock runs a year ahead. */
export const epoch = Date.now() + 365 * 24 * 3_600_000

export const deliveries = deliveriesAt(epoch)

/** One way in which the outside reaches the object; `run` is null for an eviction, which happens to the object from without. */
export interface Step {
  name: string
  run: ((driver: Driver) => Promise<void>) | null
}

function simply(name: string, run: (driver: Driver) => Promise<void>): fc.Arbitrary<Step> {
  return fc.constant({ name, run })
}

function indexed(name: string, run: (driver: Driver, index: number, keep: boolean) => Promise<void>): fc.Arbitrary<Step> {
  return fc
    .tuple(fc.nat(4), fc.boolean())
    .map(([index, keep]) => ({ name: `${name} ${index} ${keep}`, run: (driver: Driver) => run(driver, index, keep) }))
}

const delivery = fc.constantFrom('opened' as const, 'labeled' as const, 'edited' as const).map((which) => ({
  name: which,
  run: (driver: Driver) => driver.deliver(`guid-${which}`, deliveries[which]),
}))

const time = fc.integer({ min: 1_000, max: 90_000 }).map((ms) => ({
  name: `wait ${ms}`,
  run: async ({ world }: Driver) => {
    world.now += ms
  },
}))

const faults = fc.array(fc.constantFrom<Fault>('fails', 'answer_lost'), { minLength: 1, maxLength: 3 }).map((kinds) => ({
  name: kinds.join(),
  run: async ({ world }: Driver) => {
    world.faults.push(...kinds)
  },
}))

const badDrafts = fc.integer({ min: 1, max: 3 }).map((count) => ({
  name: `${count} failing reports`,
  run: async ({ outside }: Driver) => {
    outside.failingReports = count
  },
}))

const person = fc
  .constantFrom('CancelAsked' as const, 'RetryAsked' as const, 'PauseAsked' as const, 'ResumeAsked' as const)
  .map((type) => ({
    name: type,
    run: async ({ object }: Driver) => {
      await object.act({ type, login: 'rex' }, 'rex')
    },
  }))

const prices = fc.constantFrom(0, 40_000, 1_000_000, 1_000_001, 9_000_000, null).map((expected) => ({
  name: `plans cost up to ${expected}`,
  run: async ({ world }: Driver) => {
    world.expected = expected
  },
}))

async function editPlan({ object }: Driver): Promise<void> {
  await object.act({ type: 'PlanEdited', login: 'rex', text: '1. List claims that are not bound' }, 'rex')
}

async function askForChanges({ object }: Driver): Promise<void> {
  await object.act({ type: 'ChangesRequested', login: 'rex', text: 'shorter' }, 'rex')
}

async function tellOfMerge(driver: Driver): Promise<void> {
  const pull = driver.world.pulls[0]
  if (pull?.merged) await driver.deliver('guid-merged', mergedDelivery(pull.headSha, pull.mergeCommitSha ?? '', driver.world.now))
}

let told = 0

/** Counts what is told, so that no two deliveries and no two commits are the same. */
function next(): number {
  told += 1
  return told
}

const nextId = () => `guid-${next()}`

const issueChange = fc
  .constantFrom(...(['closed', 'reopened', 'reopened', 'locked', 'unlocked', 'unlabeled', 'labeled', 'deleted'] as const))
  .map((action) => ({
    name: `issue ${action}`,
    run: (driver: Driver) => driver.deliver(nextId(), issueDelivery(action, driver.world.now)),
  }))

/** Somebody pushes: upon the branch, or over it with another history; or deletes it, which closes the pull request. */
const branchChange = fc.constantFrom('pushed', 'deleted', 'closed', 'reopened').map((how) => ({
  name: `branch ${how}`,
  run: async (driver: Driver) => {
    const { world } = driver
    const pull = world.pulls[0]
    if (pull === undefined || pull.merged || world.branch === null) return
    if (how === 'pushed') {
      world.branch.sha = `${next()}`.padStart(40, 'e')
      if (pull.state === 'open') pull.headSha = world.branch.sha
    } else pull.state = how === 'reopened' ? 'open' : 'closed'
    if (how === 'deleted') {
      world.branch = null
      world.branchesCreated = 0
    }
    if (pull.state === 'open') pull.headSha = world.branch?.sha ?? pull.headSha
    const action = how === 'pushed' ? 'synchronize' : how === 'reopened' ? 'reopened' : 'closed'
    if (action !== 'synchronize' || pull.state === 'open') await driver.deliver(nextId(), pullDelivery(action, pull.headSha, world.now))
  },
}))

/** An owner does something to the App or the repository, and GitHub tells of it now, later or never. */
const ownerChange = fc
  .tuple(
    fc.constantFrom(...(['uninstalled', 'suspended', 'removed', 'archived', 'back', 'back', 'back', 'renamed'] as const)),
    fc.constantFrom('told', 'told', 'late', 'never'),
  )
  .map(([what, how]) => ({
    name: `${what} ${how}`,
    run: async ({ object, world, outside }: Driver) => {
      const { owner } = world
      const isBack = what === 'back' || what === 'renamed'
      const word = isBack ? owner.comeBack(world.now, what === 'renamed' ? `renamed-${next()}` : undefined) : owner.lose(what)
      if (how === 'told') await object.outside(nextId(), word)
      if (how === 'late') outside.words.push(word)
    },
  }))

async function lateWord({ object, outside }: Driver): Promise<void> {
  const word = outside.words.shift()
  if (word !== undefined) await object.outside(nextId(), word)
}

/** Every way in which the outside reaches the object, the usual ones more often. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: delivery },
  { weight: 6, arbitrary: simply('alarm', (driver) => driver.alarm()) },
  { weight: 2, arbitrary: fc.constant<Step>({ name: 'evict', run: null }) },
  { weight: 4, arbitrary: indexed('take', (driver, index, keep) => driver.take(index, keep)) },
  { weight: 4, arbitrary: indexed('report', (driver, index, keep) => driver.report(index, keep)) },
  { weight: 2, arbitrary: indexed('postpone', (driver, index, keep) => driver.postpone(index, keep)) },
  { weight: 1, arbitrary: simply('word of the work', (driver) => driver.object.workMoved('77#9/1/1', 'word')) },
  { weight: 1, arbitrary: indexed('lose', async (driver, index) => driver.lose(index)) },
  { weight: 2, arbitrary: time },
  { weight: 3, arbitrary: faults },
  { weight: 1, arbitrary: badDrafts },
  { weight: 2, arbitrary: prices },
  { weight: 1, arbitrary: simply('edit plan', editPlan) },
  { weight: 3, arbitrary: simply('approve', (driver) => driver.approve('rex')) },
  { weight: 1, arbitrary: simply('approve as requester', (driver) => driver.approve('mina')) },
  { weight: 1, arbitrary: simply('ask for changes', askForChanges) },
  { weight: 1, arbitrary: person },
  { weight: 1, arbitrary: simply('merged webhook', tellOfMerge) },
  { weight: 1, arbitrary: issueChange },
  { weight: 1, arbitrary: branchChange },
  { weight: 3, arbitrary: ownerChange },
  { weight: 1, arbitrary: simply('late word', lateWord) },
)
