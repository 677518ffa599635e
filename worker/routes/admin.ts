import type { AdminChange, AdminNotice, AdminView, PricedModel } from '../domain/admin-view.ts'
import type { Breaker } from '../domain/breaker.ts'
import {
  type BudgetKind,
  type BudgetLimit,
  type BudgetMeter,
  type BudgetScope,
  budgetKinds,
  dayScope,
  moneyText,
} from '../domain/budget.ts'
import { OutsideError } from '../domain/failure.ts'
import { readLimits } from '../domain/limit-form.ts'
import { type KeyName, type KeyTest, keyedProviders, readKey, type StoredKey } from '../domain/provider-key.ts'
import type { Keyring } from '../lib/sealed.ts'
import { type PolicyDeps, policyView } from './admin-policies.ts'

/** Asks a provider whether it takes a key. The message is for people and holds neither the key nor what the provider sent. */
export type KeyProbe = (name: KeyName, key: string) => Promise<{ ok: boolean; message: string }>

/** What the admin page reads and changes. */
export interface AdminDeps extends PolicyDeps {
  budgets: {
    used(scope: BudgetScope): Promise<BudgetMeter>
    changedSince(since: number, limit: number): Promise<BudgetMeter[]>
    limits(): Promise<Record<BudgetKind, BudgetLimit>>
    setLimits(limits: Partial<Record<BudgetKind, BudgetLimit>>): Promise<void>
    generation(): Promise<AdminView['generation']>
    setGeneration(enabled: boolean, login: string, now: number): Promise<void>
  }
  defaults: Record<BudgetKind, BudgetLimit>
  keys: {
    get(name: string): Promise<string | null>
    list(): Promise<StoredKey[]>
    set(name: string, key: string, by: { login: string; now: number }): Promise<void>
    remove(name: string): Promise<boolean>
    recordTest(name: string, setAt: number, test: KeyTest): Promise<void>
    rotate(): Promise<number>
  }
  /** Throws `TypeError` for a setting that cannot be read. */
  keyring(): Keyring
  probe: KeyProbe
  breakers: { list(): Promise<{ provider: string; breaker: Breaker }[]>; reset(provider: string): Promise<void> }
  models: readonly PricedModel[]
  changes: { add(change: AdminChange): Promise<void>; newest(limit: number): Promise<AdminChange[]> }
  now(): number
}

const busiestShown = 20
const changesShown = 15

function ringOf(deps: AdminDeps): { ring: Keyring; problem: string | null } {
  try {
    return { ring: deps.keyring(), problem: null }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { ring: [], problem: error.message }
  }
}

/** Everything the admin page shows, as it is now. */
export async function adminView(deps: AdminDeps): Promise<AdminView> {
  const now = deps.now()
  const scope = dayScope(now)
  const today = Date.parse(new Date(now).toISOString().slice(0, 10))
  const [stored, breakers, generation, limits, day, busy, changes, policy] = await Promise.all([
    deps.keys.list(),
    deps.breakers.list(),
    deps.budgets.generation(),
    deps.budgets.limits(),
    deps.budgets.used(scope),
    deps.budgets.changedSince(today, busiestShown),
    deps.changes.newest(changesShown),
    policyView(deps, now),
  ])
  const { ring, problem } = ringOf(deps)
  const current = ring[0]?.id ?? null
  return {
    keys: Object.entries(keyedProviders).map(([name, texts]) => ({
      name: name as KeyName,
      ...texts,
      stored: stored.find((key) => key.name === name) ?? null,
      paused: pausedOf(breakers.find(({ provider }) => provider === name)?.breaker, now),
    })),
    encryption: { current, outdated: stored.filter(({ sealedWith }) => sealedWith !== current).length, problem },
    generation,
    limits,
    defaults: deps.defaults,
    day,
    busiest: busy.filter((meter) => meter.scope.kind !== 'day'),
    models: [...deps.models],
    ...policy,
    changes,
  }
}

function pausedOf(breaker: Breaker | undefined, now: number): { until: number; reason: string } | null {
  if (breaker === undefined || breaker.state === 'closed' || breaker.until <= now) return null
  return { until: breaker.until, reason: breaker.reason }
}

interface Actor {
  login: string
}
type Outcome = Promise<AdminNotice>

async function note(deps: AdminDeps, { login }: Actor, change: string): Promise<void> {
  await deps.changes.add({ at: deps.now(), login, change })
}

export async function setKey(deps: AdminDeps, actor: Actor, name: KeyName, given: string): Outcome {
  const key = readKey(given)
  if (key === null) return 'bad-key'
  if (ringOf(deps).ring.length === 0) return 'no-encryption'
  await deps.keys.set(name, key, { login: actor.login, now: deps.now() })
  // What the old key was refused for says nothing of the new one.
  await deps.breakers.reset(name)
  await note(deps, actor, `set the key of ${keyedProviders[name].title}`)
  return 'key-set'
}

export async function deleteKey(deps: AdminDeps, actor: Actor, name: KeyName): Outcome {
  if (!(await deps.keys.remove(name))) return 'no-key'
  await note(deps, actor, `deleted the key of ${keyedProviders[name].title}`)
  return 'key-deleted'
}

/** Tries a key at its provider and keeps what that said. */
export async function testKey(deps: AdminDeps, name: KeyName): Outcome {
  const stored = (await deps.keys.list()).find((key) => key.name === name)
  if (stored === undefined) return 'no-key'
  const answer = await tried(deps, name)
  if (answer === 'gone') return 'no-key'
  await deps.keys.recordTest(name, stored.setAt, { at: deps.now(), ...answer })
  if (answer.ok) await deps.breakers.reset(name)
  return 'key-tested'
}

async function tried(deps: AdminDeps, name: KeyName): Promise<{ ok: boolean; message: string } | 'gone'> {
  try {
    const key = await deps.keys.get(name)
    return key === null ? 'gone' : await deps.probe(name, key)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { ok: false, message: error.message }
  }
}

/** Seals all keys with the newest encryption key. */
export async function rotateKeys(deps: AdminDeps, actor: Actor): Outcome {
  if (ringOf(deps).ring.length === 0) return 'no-encryption'
  try {
    const rotated = await deps.keys.rotate()
    if (rotated > 0) await note(deps, actor, `encrypted ${rotated === 1 ? 'one key' : `${rotated} keys`} anew`)
    return 'keys-rotated'
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return 'key-unreadable'
  }
}

const limitText = ({ micros, tokens }: BudgetLimit) =>
  `${micros === null ? 'no limit of money' : moneyText(micros)}, ${tokens === null ? 'no limit of tokens' : `${tokens.toLocaleString('en-US')} tokens`}`

/** Sets the limits that differ from those that hold. `field` gives what the form says (domain/limit-form.ts). */
export async function setLimits(deps: AdminDeps, actor: Actor, field: (name: string) => string | null): Outcome {
  const wanted = readLimits(field)
  if (wanted === null) return 'bad-limit'
  const before = await deps.budgets.limits()
  const changed = budgetKinds.flatMap((kind) => {
    const limit = wanted[kind]
    const same = limit === undefined || (limit.micros === before[kind].micros && limit.tokens === before[kind].tokens)
    return same ? [] : [[kind, limit] as const]
  })
  await deps.budgets.setLimits(Object.fromEntries(changed))
  for (const [kind, limit] of changed) await note(deps, actor, `set the budget per ${kind} to ${limitText(limit)}`)
  return 'limits-set'
}

export async function setGeneration(deps: AdminDeps, actor: Actor, enabled: boolean): Outcome {
  await deps.budgets.setGeneration(enabled, actor.login, deps.now())
  await note(deps, actor, enabled ? 'started generation' : 'stopped generation')
  return enabled ? 'generation-started' : 'generation-stopped'
}
