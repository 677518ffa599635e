import { and, desc, eq, gte, lt, ne, sql } from 'drizzle-orm'
import {
  type BudgetAnswer,
  type BudgetAsk,
  type BudgetBill,
  type BudgetKind,
  type BudgetLimit,
  type BudgetMeter,
  type BudgetScope,
  budgetKinds,
  isOver,
  nothingUsed,
  type Settlement,
} from '../domain/budget.ts'
import type { BudgetPort } from '../pipeline/ports.ts'
import { connect, type Database, prepared } from './batch.ts'
import { budgetCalls, budgetLimits, budgetTotals, settings } from './schema-admin.ts'

/** Longer than any job runs (15 minutes) or an outside agent is waited for. */
const defaultLeaseMs = 3_600_000

export type BudgetDefaults = Record<BudgetKind, BudgetLimit>

/**
 * Budgets on D1. Every change is one transaction that either counts a call in all its budgets or in none, and a call is counted where the
 * same statement finds room in each of them: however many runs ask at once, none takes a budget above its limit.
 *
 * A reservation that nobody settles by its lease counts as spent, at the reserved amount: the call may have been made and billed before the
 * worker died, and a budget must not promise money that is gone. A late bill still puts the true amount in its place.
 */
export function createBudgetStore(database: D1Database, defaults: BudgetDefaults) {
  const db = connect(database)
  return {
    /** Takes room for a call in all its budgets, or says which has none. Throws `RangeError` for amounts that are no whole number from 0 on. */
    reserve: (ask: BudgetAsk) => reserve(db, defaults, ask),
    /** Puts what a call took in the place of its reservation, once. A call that was not made is settled with 0 and 0. */
    settle: (bill: BudgetBill) => settle(db, bill),
    /** Counts reservations whose lease is over as spent. Returns how many. */
    lapse: (now: number) => lapse(db, now),
    /** What a budget has taken, and its limit. */
    used: async (scope: BudgetScope): Promise<BudgetMeter> => (await meters(db, defaults, [scope]))[0] ?? emptyMeter(scope, defaults),
    /** Budgets that changed since then, those that took most first, at most `limit`. */
    changedSince: (since: number, limit: number) => changedSince(db, defaults, since, limit),
    limits: () => limitsOf(db, defaults),
    setLimits: (limits: Partial<Record<BudgetKind, BudgetLimit>>) => setLimits(db, limits),
    generation: () => generation(db),
    setGeneration: (enabled: boolean, login: string, now: number) => setGeneration(db, enabled, login, now),
    /** Removes calls that are over, and budgets of days and runs, from before then. */
    prune: (before: number) => prune(db, before),
  } satisfies BudgetPort & Record<string, unknown>
}

function emptyMeter(scope: BudgetScope, defaults: BudgetDefaults): BudgetMeter {
  return { scope, limit: defaults[scope.kind], use: nothingUsed }
}

function assertAmount(amount: number | null): void {
  if (amount !== null && (!Number.isSafeInteger(amount) || amount < 0)) throw new RangeError('An amount is a whole number from 0 on')
}

/** The budgets of a list with their defaults, as one bound parameter. */
function listed(scopes: readonly BudgetScope[], defaults: BudgetDefaults) {
  return JSON.stringify(scopes.map((scope) => ({ ...scope, ...defaults[scope.kind] })))
}

/** Kind, key, limit and sums of each listed budget. A kind that an admin has set no limit for has the default that came with it. */
function metersOf(list: string) {
  const limit = (name: 'micros' | 'tokens') =>
    sql.raw(`case when l.kind is null then s.value ->> '$.${name}' else l.${name} end as limit_${name}`)
  return sql`select s.value ->> '$.kind' as kind, s.value ->> '$.key' as key, ${limit('micros')}, ${limit('tokens')},
      coalesce(t.spent_micros, 0) as spent_micros, coalesce(t.held_micros, 0) as held_micros,
      coalesce(t.spent_tokens, 0) as spent_tokens, coalesce(t.held_tokens, 0) as held_tokens,
      coalesce(t.unpriced_calls, 0) as unpriced_calls
    from json_each(${list}) s
    left join ${budgetTotals} t on t.scope = s.value ->> '$.key'
    left join ${budgetLimits} l on l.kind = s.value ->> '$.kind'`
}

const enabled = sql`coalesce((select value from ${settings} where name = 'generation_enabled'), '1') = '1'`

/** Counts in every budget of the call whose row this claim has made. */
function countIn(ask: BudgetAsk, list: string, claim: string) {
  return sql`insert into ${budgetTotals} (scope, kind, held_micros, held_tokens, unpriced_calls, changed_at)
    select value ->> '$.key', value ->> '$.kind', ${ask.micros ?? 0}, ${ask.tokens}, ${ask.micros === null ? 1 : 0}, ${ask.now}
    from json_each(${list}) where exists (select 1 from ${budgetCalls} where id = ${ask.id} and claim = ${claim})
    on conflict (scope) do update set held_micros = held_micros + excluded.held_micros, held_tokens = held_tokens + excluded.held_tokens,
      unpriced_calls = unpriced_calls + excluded.unpriced_calls, changed_at = max(changed_at, excluded.changed_at)`
}

async function reserve(db: Database, defaults: BudgetDefaults, ask: BudgetAsk): Promise<BudgetAnswer> {
  assertAmount(ask.micros)
  assertAmount(ask.tokens)
  const { id, micros, tokens, now } = ask
  const scopes = [...new Map(ask.scopes.map((scope) => [scope.key, scope])).values()]
  const list = listed(scopes, defaults)
  const claim = crypto.randomUUID()
  const leaseUntil = now + (ask.leaseMs ?? defaultLeaseMs)
  const keys = JSON.stringify(scopes.map(({ key }) => key))
  // As `isOver` (domain/budget.ts): what takes nothing of a kind has room, also in a budget that is above a lowered limit.
  const room = sql`not exists (select 1 from (${metersOf(list)})
    where (${micros ?? 0} > 0 and spent_micros + held_micros + ${micros ?? 0} > limit_micros)
      or (${tokens} > 0 and spent_tokens + held_tokens + ${tokens} > limit_tokens))`
  const known = sql`exists (select 1 from ${budgetCalls} where id = ${id})`
  const take = sql`insert into ${budgetCalls} (id, claim, scopes, reserved_micros, reserved_tokens, state, at, lease_until)
    select ${id}, ${claim}, ${keys}, ${micros}, ${tokens}, 'reserved', ${now}, ${leaseUntil} where ${enabled} and (${known} or ${room})
    on conflict (id) do update set lease_until = max(lease_until, excluded.lease_until) where state = 'reserved'`
  const look = sql`select claim, state, ${enabled} as enabled from (select 1) left join ${budgetCalls} on id = ${id}`
  const statements = [take, countIn(ask, list, claim), look, metersOf(list)]
  const results = await db.$client.batch(statements.map((statement) => prepared(db, statement)))
  const [call] = (results[2]?.results ?? []) as { claim: string | null; state: string | null; enabled: number }[]
  if (call?.claim === claim) return { ok: true, repeated: false }
  if (call?.enabled !== 1) return { ok: false, why: 'stopped' }
  if (call.state === 'settled') return { ok: false, why: 'settled' }
  if (call.state !== null) return { ok: true, repeated: true }
  const asked = { micros, tokens }
  const rows = (results[3]?.results ?? []) as MeterRow[]
  const meter = rows.map(meterOf).find((candidate) => isOver(candidate, asked))
  if (meter === undefined) throw new Error('A reservation was refused although every budget has room')
  return { ok: false, why: 'over', meter, asked }
}

async function settle(db: Database, { id, micros, tokens, now }: BudgetBill): Promise<Settlement> {
  assertAmount(micros)
  assertAmount(tokens)
  const count = sql`update ${budgetTotals} set
      held_micros = held_micros - iif(d.lapsed, 0, d.reserved_micros), spent_micros = spent_micros + d.micros - iif(d.lapsed, d.reserved_micros, 0),
      held_tokens = held_tokens - iif(d.lapsed, 0, d.reserved_tokens), spent_tokens = spent_tokens + d.tokens - iif(d.lapsed, d.reserved_tokens, 0),
      unpriced_calls = unpriced_calls - d.priced, changed_at = max(changed_at, ${now})
    from (select s.value as scope, c.state = 'lapsed' as lapsed, coalesce(c.reserved_micros, 0) as reserved_micros, c.reserved_tokens,
        coalesce(${micros}, c.reserved_micros, 0) as micros, coalesce(${tokens}, c.reserved_tokens) as tokens,
        c.reserved_micros is null and ${micros} is not null as priced
      from ${budgetCalls} c, json_each(c.scopes) s where c.id = ${id} and c.state <> 'settled') d
    where ${budgetTotals.scope} = d.scope`
  const close = sql`update ${budgetCalls} set state = 'settled', settled_at = ${now},
      micros = coalesce(${micros}, reserved_micros), tokens = coalesce(${tokens}, reserved_tokens)
    where id = ${id} and state <> 'settled' returning micros, tokens, reserved_micros, reserved_tokens`
  const results = await db.$client.batch([prepared(db, count), prepared(db, close)])
  const [settled] = (results[1]?.results ?? []) as Record<'micros' | 'tokens' | 'reserved_micros' | 'reserved_tokens', number | null>[]
  if (settled === undefined) return { settled: false, overrunMicros: 0, overrunTokens: 0 }
  const beyond = (took: number | null, reserved: number | null) => (reserved === null ? 0 : Math.max(0, (took ?? 0) - reserved))
  return {
    settled: true,
    overrunMicros: beyond(settled.micros, settled.reserved_micros),
    overrunTokens: beyond(settled.tokens, settled.reserved_tokens),
  }
}

async function lapse(db: Database, now: number): Promise<number> {
  const count = sql`update ${budgetTotals} set held_micros = held_micros - d.micros, spent_micros = spent_micros + d.micros,
      held_tokens = held_tokens - d.tokens, spent_tokens = spent_tokens + d.tokens, changed_at = max(changed_at, ${now})
    from (select s.value as scope, sum(coalesce(c.reserved_micros, 0)) as micros, sum(c.reserved_tokens) as tokens
      from ${budgetCalls} c, json_each(c.scopes) s where c.state = 'reserved' and c.lease_until <= ${now} group by s.value) d
    where ${budgetTotals.scope} = d.scope`
  const close = sql`update ${budgetCalls} set state = 'lapsed' where state = 'reserved' and lease_until <= ${now} returning id`
  const results = await db.$client.batch([prepared(db, count), prepared(db, close)])
  return results[1]?.results.length ?? 0
}

interface MeterRow {
  kind: BudgetKind
  key: string
  limit_micros: number | null
  limit_tokens: number | null
  spent_micros: number
  held_micros: number
  spent_tokens: number
  held_tokens: number
  unpriced_calls: number
}

function meterOf(row: MeterRow): BudgetMeter {
  return {
    scope: { kind: row.kind, key: row.key },
    limit: { micros: row.limit_micros, tokens: row.limit_tokens },
    use: {
      spentMicros: row.spent_micros,
      heldMicros: row.held_micros,
      spentTokens: row.spent_tokens,
      heldTokens: row.held_tokens,
      unpricedCalls: row.unpriced_calls,
    },
  }
}

async function meters(db: Database, defaults: BudgetDefaults, scopes: readonly BudgetScope[]): Promise<BudgetMeter[]> {
  return (await db.all<MeterRow>(metersOf(listed(scopes, defaults)))).map(meterOf)
}

async function changedSince(db: Database, defaults: BudgetDefaults, since: number, limit: number): Promise<BudgetMeter[]> {
  const scopes = await db
    .select({ kind: budgetTotals.kind, key: budgetTotals.scope })
    .from(budgetTotals)
    .where(gte(budgetTotals.changedAt, since))
    .orderBy(desc(sql`${budgetTotals.spentMicros} + ${budgetTotals.heldMicros}`), desc(budgetTotals.spentTokens), budgetTotals.scope)
    .limit(limit)
  return meters(db, defaults, scopes)
}

async function limitsOf(db: Database, defaults: BudgetDefaults): Promise<BudgetDefaults> {
  const rows = await db.select().from(budgetLimits)
  const set = rows.map(({ kind, micros, tokens }) => [kind, { micros, tokens }] as const)
  return { ...defaults, ...Object.fromEntries(set) }
}

async function setLimits(db: Database, limits: Partial<Record<BudgetKind, BudgetLimit>>): Promise<void> {
  const rows = budgetKinds.flatMap((kind) => {
    const limit = limits[kind]
    return limit === undefined ? [] : [{ kind, ...limit }]
  })
  for (const { micros, tokens } of rows) for (const amount of [micros, tokens]) assertAmount(amount)
  if (rows.length === 0) return
  await db
    .insert(budgetLimits)
    .values(rows)
    .onConflictDoUpdate({ target: budgetLimits.kind, set: { micros: sql`excluded.micros`, tokens: sql`excluded.tokens` } })
}

/** Whether models may be called, and who said so last. */
async function generation(db: Database): Promise<{ enabled: boolean; changedAt: number | null; changedBy: string | null }> {
  const row = await db.select().from(settings).where(eq(settings.name, 'generation_enabled')).get()
  return { enabled: row === undefined || row.value === '1', changedAt: row?.changedAt ?? null, changedBy: row?.changedBy ?? null }
}

async function setGeneration(db: Database, on: boolean, login: string, now: number): Promise<void> {
  const change = { value: on ? '1' : '0', changedAt: now, changedBy: login }
  await db
    .insert(settings)
    .values({ name: 'generation_enabled', ...change })
    .onConflictDoUpdate({ target: settings.name, set: change })
}

async function prune(db: Database, before: number): Promise<void> {
  await db.batch([
    db.delete(budgetCalls).where(and(ne(budgetCalls.state, 'reserved'), lt(budgetCalls.at, before))),
    db.delete(budgetTotals).where(and(ne(budgetTotals.kind, 'issue'), lt(budgetTotals.changedAt, before))),
  ])
}
