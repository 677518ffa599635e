import { createHash } from 'node:crypto'
import type { EndedRun } from '../domain/ended-run.ts'
import type { Effect } from '../domain/issue-events.ts'
import type { SpendMeter } from '../domain/issue-money.ts'
import type { DraftSummary, IssueRecord } from '../domain/issue-record.ts'
import type { Report } from '../domain/report.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { LiveEvent } from '../domain/views.ts'
import type { AuditRow } from './ports.ts'
import type { FrozenRun } from './trial-ports.ts'

/** Numbered once, never edited: an object applies those it has not seen. */
const migrations: readonly string[] = [
  `CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
   CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL);
   CREATE TABLE audit (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, row TEXT NOT NULL, hash TEXT NOT NULL, projected INTEGER NOT NULL DEFAULT 0);
   CREATE TABLE deliveries (id TEXT PRIMARY KEY, at INTEGER NOT NULL);
   CREATE TABLE files (path TEXT PRIMARY KEY, mode TEXT NOT NULL, content TEXT NOT NULL);
   CREATE TABLE outbox (key TEXT PRIMARY KEY, effect TEXT NOT NULL, version INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL, created_at INTEGER NOT NULL);
   CREATE TABLE receipts (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, key TEXT NOT NULL, phase TEXT NOT NULL, detail TEXT NOT NULL);`,
]

/** Log lines beyond this are dropped from the oldest on: an issue's page is for reading. */
const maxLogLines = 4000

const frozenPrefix = 'frozen-run:'
/** More rounds than an issue usually has; each may hold several drafts. */
const maxFrozen = 12

export type NewEvent = DistributiveOmit<LiveEvent, 'seq' | 'at'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

export interface OutboxRow {
  key: string
  effect: Effect
  version: number
  attempts: number
  due: number
}

export interface BestDraft {
  roundAt: number
  /** A thousand for each check that blocks, one for each that warns. */
  failed: number
  draft: DraftSummary
  files: DraftFile[]
  /** As its provider wrote it. */
  written: DraftFile[]
  report: Report
}

/** The storage of one issue. All methods are synchronous: callers compose them in one turn, which the platform makes atomic. */
export class Journal {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Brings the tables up to date. Call once, in the constructor of the object. */
  migrate(): void {
    this.#sql.exec('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)')
    const done = this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM migrations').one().n
    for (const [index, migration] of migrations.entries()) {
      if (index < done) continue
      this.#sql.exec(migration)
      this.#sql.exec('INSERT INTO migrations (version) VALUES (?)', index + 1)
    }
  }

  /** The issue's record; null before the first event. Written by this class only, hence not parsed by a schema. */
  record(): IssueRecord | null {
    return this.#fact<IssueRecord>('record')
  }

  saveRecord(record: IssueRecord): void {
    this.#saveFact('record', record)
  }

  report(): Report | null {
    return this.#fact<Report>('report')
  }

  saveReport(report: Report | null): void {
    this.#saveFact('report', report)
  }

  /** What a round publishes, fixed before the first call to GitHub: a retry must commit on the same parent. */
  publication(roundAt: number): { parentSha: string; remove: string[] } | null {
    return this.#fact(`publication:${roundAt}`)
  }

  savePublication(roundAt: number, publication: { parentSha: string; remove: string[] }): void {
    this.#saveFact(`publication:${roundAt}`, publication)
  }

  /** Keeps the commit of the collection that the issue's branch began at. */
  saveBase(sha: string): void {
    this.#saveFact('base-sha', sha)
  }

  /** The draft as its provider wrote it, before commits of people were joined to it. */
  saveWritten(files: DraftFile[]): void {
    this.#saveFact('written', files)
  }

  written(): DraftFile[] {
    return this.#fact<DraftFile[]>('written') ?? this.files()
  }

  /** The newest published draft: as it was written, and as it went to the branch. `roundAt` (issue-record.ts) is not known of drafts of an earlier version. */
  published(): { written: DraftFile[]; files: DraftFile[]; roundAt?: number } | null {
    return this.#fact('published-files')
  }

  /** Keeps what went to the branch. */
  savePublished(roundAt: number): void {
    this.#saveFact('published-files', { written: this.written(), files: this.files(), roundAt })
  }

  /** The draft that failed the fewest checks of those made since `roundAt` (issue-record.ts). */
  best(roundAt: number): BestDraft | null {
    const best = this.#fact<BestDraft>('best')
    return best?.roundAt === roundAt ? best : null
  }

  saveBest(best: BestDraft): void {
    this.#saveFact('best', best)
  }

  /** Runs that have ended and that the read model does not have yet. */
  endedRuns(): EndedRun[] {
    return this.#fact('ended-runs') ?? []
  }

  keepRun(run: EndedRun): void {
    this.#saveFact('ended-runs', [...this.endedRuns().filter(({ roundAt }) => roundAt !== run.roundAt), run])
  }

  /** Forgets runs that the read model has, unless one was corrected meanwhile. */
  forgetRuns(projected: readonly EndedRun[]): void {
    const known = projected.map((run) => JSON.stringify(run))
    this.#saveFact(
      'ended-runs',
      this.endedRuns().filter((run) => !known.includes(JSON.stringify(run))),
    )
  }

  /** Keeps what the first draft of a run is made of, so that the run can be replayed. */
  freezeRun(roundAt: number, input: FrozenRun['input']): void {
    this.#saveFact(`${frozenPrefix}${roundAt}`, input)
    const old = 'SELECT name FROM facts WHERE name LIKE ? ORDER BY name DESC LIMIT -1 OFFSET ?'
    this.#sql.exec(`DELETE FROM facts WHERE name IN (${old})`, `${frozenPrefix}%`, maxFrozen)
  }

  /** A run as it was frozen; null for one of long ago. Every draft of an issue is judged upon the commit that its first round was laid upon. */
  frozenRun(roundAt: number): FrozenRun | null {
    const input = this.#fact<FrozenRun['input']>(`${frozenPrefix}${roundAt}`)
    return input === null ? null : { input, baseSha: this.#fact<string>('base-sha') }
  }

  /** What the budgets of the run and the issue held when they were last looked at. */
  meter(): SpendMeter | null {
    return this.#fact('meter')
  }

  saveMeter(meter: SpendMeter): void {
    this.#saveFact('meter', meter)
  }

  #fact<T>(name: string): T | null {
    const row = this.#sql.exec<{ value: string }>('SELECT value FROM facts WHERE name = ?', name).toArray()[0]
    return row === undefined ? null : JSON.parse(row.value)
  }

  #saveFact(name: string, value: unknown): void {
    this.#sql.exec(
      'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    )
  }

  /** False when this delivery was applied before. */
  claimDelivery(id: string, now: number): boolean {
    return this.#sql.exec('INSERT INTO deliveries (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING', id, now).rowsWritten > 0
  }

  /** Appends events and returns them with their sequence numbers. */
  append(events: NewEvent[], now: number): LiveEvent[] {
    const appended = events.map((event) => {
      const { type, ...body } = event
      const row = this.#sql
        .exec<{ seq: number }>('INSERT INTO events (at, type, body) VALUES (?, ?, ?) RETURNING seq', now, type, JSON.stringify(body))
        .one()
      return { seq: row.seq, at: now, ...event } as LiveEvent
    })
    const logs = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM events WHERE type = 'log'").one().n
    if (logs > maxLogLines) {
      this.#sql.exec("DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE type = 'log' ORDER BY seq LIMIT ?)", logs - maxLogLines)
    }
    return appended
  }

  /** Events after `seq`, oldest first. */
  eventsAfter(seq: number): LiveEvent[] {
    return this.#sql
      .exec<{ seq: number; at: number; type: string; body: string }>(
        'SELECT seq, at, type, body FROM events WHERE seq > ? ORDER BY seq',
        seq,
      )
      .toArray()
      .map(({ body, ...row }) => ({ ...row, ...JSON.parse(body) }) as LiveEvent)
  }

  lastSeq(): number {
    return this.#sql.exec<{ seq: number | null }>('SELECT max(seq) AS seq FROM events').one().seq ?? 0
  }

  /** Adds audit entries, each chained to the one before by hash. */
  audit(entries: Omit<AuditRow, 'previousHash' | 'hash'>[]): void {
    let previousHash = this.#sql.exec<{ hash: string }>('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1').toArray()[0]?.hash ?? ''
    for (const entry of entries) {
      const hash = digest(`${previousHash}\n${JSON.stringify(entry)}`)
      const row: AuditRow = { ...entry, previousHash, hash }
      this.#sql.exec('INSERT INTO audit (seq, at, row, hash) VALUES (?, ?, ?, ?)', entry.seq, entry.at, JSON.stringify(row), hash)
      previousHash = hash
    }
  }

  unprojectedAudit(): AuditRow[] {
    return this.#sql
      .exec<{ row: string }>('SELECT row FROM audit WHERE projected = 0 ORDER BY seq')
      .toArray()
      .map(({ row }) => JSON.parse(row))
  }

  markProjected(upToSeq: number): void {
    this.#sql.exec('UPDATE audit SET projected = 1 WHERE projected = 0 AND seq <= ?', upToSeq)
  }

  files(): DraftFile[] {
    return this.#sql
      .exec<{ path: string; mode: string; content: string }>('SELECT path, mode, content FROM files ORDER BY path')
      .toArray()
      .map(({ path, mode, content }) => ({ path, mode: mode === '100755' ? '100755' : '100644', content }))
  }

  replaceFiles(files: DraftFile[]): void {
    this.#sql.exec('DELETE FROM files')
    for (const file of files) this.#sql.exec('INSERT INTO files (path, mode, content) VALUES (?, ?, ?)', file.path, file.mode, file.content)
  }

  /** Puts an effect into the outbox; one with the same key is replaced and starts anew. */
  post(key: string, effect: Effect, now: number): void {
    this.#sql.exec(
      `INSERT INTO outbox (key, effect, version, due, created_at) VALUES (?, ?, 1, ?, ?)
       ON CONFLICT (key) DO UPDATE SET effect = excluded.effect, version = version + 1, attempts = 0, due = excluded.due`,
      key,
      JSON.stringify(effect),
      now,
      now,
    )
  }

  /** The oldest effect that is due, or null. */
  nextDue(now: number): OutboxRow | null {
    const row = this.#sql
      .exec<{ key: string; effect: string; version: number; attempts: number; due: number }>(
        'SELECT key, effect, version, attempts, due FROM outbox WHERE due <= ? ORDER BY due, created_at, rowid LIMIT 1',
        now,
      )
      .toArray()[0]
    return row === undefined ? null : { ...row, effect: JSON.parse(row.effect) }
  }

  earliestDue(): number | null {
    return this.#sql.exec<{ due: number | null }>('SELECT min(due) AS due FROM outbox').one().due
  }

  /** Takes an effect out, unless a newer one with the same key has come in meanwhile. */
  settle(row: OutboxRow): void {
    this.#sql.exec('DELETE FROM outbox WHERE key = ? AND version = ?', row.key, row.version)
  }

  postpone(row: OutboxRow, due: number): void {
    this.#sql.exec('UPDATE outbox SET attempts = attempts + 1, due = ? WHERE key = ? AND version = ?', due, row.key, row.version)
  }

  /** Intent before an effect, receipt after it: what the outside was asked, and what it said. */
  note(key: string, phase: 'intent' | 'receipt' | 'failure', detail: string, now: number): void {
    this.#sql.exec('INSERT INTO receipts (at, key, phase, detail) VALUES (?, ?, ?, ?)', now, key, phase, detail.slice(0, 2000))
  }
}

/** SHA-256 as lower-case hex. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
