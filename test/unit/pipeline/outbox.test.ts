import { describe, expect, it } from 'vitest'
import { GitHubError } from '../../../worker/domain/failure.ts'
import type { Effect } from '../../../worker/domain/issue-events.ts'
import type { OutboxRow } from '../../../worker/pipeline/journal.ts'
import { backoffMs, drain, type OutboxStore } from '../../../worker/pipeline/outbox.ts'

/** The outbox as a list; time is a number that tests set. */
class Table implements OutboxStore {
  now = 1_000
  rows: OutboxRow[] = []
  notes: string[] = []

  post(effect: Effect): void {
    const old = this.rows.find((row) => row.key === effect.type)
    this.rows = this.rows.filter((row) => row !== old)
    this.rows.push({ key: effect.type, effect, version: (old?.version ?? 0) + 1, attempts: 0, due: this.now })
  }

  nextDue(now: number): OutboxRow | null {
    return this.rows.find((row) => row.due <= now) ?? null
  }

  settle(row: OutboxRow): void {
    this.rows = this.rows.filter((other) => other.key !== row.key || other.version !== row.version)
  }

  postpone(row: OutboxRow, due: number): void {
    this.rows = this.rows.map((other) =>
      other.key === row.key && other.version === row.version ? { ...other, attempts: other.attempts + 1, due } : other,
    )
  }

  note(key: string, phase: string): void {
    this.notes.push(`${phase} ${key}`)
  }
}

function run(table: Table, act: (effect: Effect) => Promise<void>, wanted: (effect: Effect) => boolean = () => true) {
  const parked: string[] = []
  return drain(table, { now: () => table.now, wanted, run: act, parked: (effect, code) => parked.push(`${effect.type} ${code}`) }).then(
    () => parked,
  )
}

const label: Effect = { type: 'SetLabel' }
const comment: Effect = { type: 'UpdateComment' }
const project: Effect = { type: 'Project' }
const later = new GitHubError('unavailable', 'GitHub answered 502.', 'later')

describe('draining the outbox', () => {
  it('runs what is due in order, with an intent before and a receipt after each', async () => {
    const table = new Table()
    table.post(label)
    table.post(comment)
    const ran: string[] = []
    await run(table, async (effect) => void ran.push(effect.type))
    expect(ran).toEqual(['SetLabel', 'UpdateComment'])
    expect(table.notes).toEqual(['intent SetLabel', 'receipt SetLabel', 'intent UpdateComment', 'receipt UpdateComment'])
    expect(table.rows).toEqual([])
  })

  it('lets the others pass while a failed one waits', async () => {
    const table = new Table()
    table.post(label)
    table.post(comment)
    const ran: string[] = []
    await run(table, async (effect) => {
      if (effect.type === 'SetLabel') throw later
      ran.push(effect.type)
    })
    expect(ran).toEqual(['UpdateComment'])
    expect(table.rows.map((row) => [row.key, row.attempts, row.due])).toEqual([['SetLabel', 1, 1_000 + backoffMs(0)]])
  })

  it('waits as long as GitHub asks', async () => {
    const table = new Table()
    table.post(label)
    await run(table, async () => {
      throw new GitHubError('rate_limited', 'slow down', 'later', 60_000)
    })
    expect(table.rows[0]?.due).toBe(61_000)
  })

  it('parks what cannot succeed at once, and what fails too often in the end', async () => {
    const never = new Table()
    never.post(label)
    expect(await run(never, () => Promise.reject(new GitHubError('forbidden', 'no', 'never')))).toEqual(['SetLabel forbidden'])
    const often = new Table()
    often.post(label)
    let parked: string[] = []
    for (let attempt = 0; attempt < 12; attempt += 1) {
      parked = await run(often, () => Promise.reject(later))
      often.now += 600_000
    }
    expect(parked).toEqual(['SetLabel unavailable'])
    expect(often.rows).toEqual([])
  })

  it('never gives the read model up', async () => {
    const table = new Table()
    table.post(project)
    for (let attempt = 0; attempt < 30; attempt += 1) {
      expect(await run(table, () => Promise.reject(new Error('D1 is away')))).toEqual([])
      table.now += 600_000
    }
    expect(table.rows).toHaveLength(1)
  })

  it('runs a newer version that came in while the older one ran', async () => {
    const table = new Table()
    table.post(label)
    let runs = 0
    await run(table, async () => {
      runs += 1
      if (runs === 1) table.post(label)
    })
    expect(runs).toBe(2)
    expect(table.rows).toEqual([])
  })

  it('drops what the world has overtaken', async () => {
    const table = new Table()
    table.post(label)
    let runs = 0
    await run(
      table,
      async () => {
        runs += 1
      },
      () => false,
    )
    expect([runs, table.rows.length]).toEqual([0, 0])
  })
})
