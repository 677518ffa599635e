import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { DeliveryEvent } from '../../worker/domain/delivery-event.ts'
import { GitHubError } from '../../worker/domain/failure.ts'
import type { IssueRecord } from '../../worker/domain/issue-record.ts'
import type { OutsideWord } from '../../worker/domain/outside-words.ts'
import { isTerminal } from '../../worker/domain/states.ts'
import type { IssueView } from '../../worker/domain/views.ts'
import type { JobMessage, JobReport } from '../../worker/pipeline/job-messages.ts'
import type { AuditRow } from '../../worker/pipeline/ports.ts'
import type { ModelIssueObject } from './worker.ts'
import { reportOf, type World } from './world.ts'

type Stub = DurableObjectStub<ModelIssueObject>
type IssueMessage = Extract<JobMessage, { type: 'issue' }>

/** Work a consumer has taken and not reported yet. */
interface Held {
  message: IssueMessage
  kind: 'generate' | 'validate' | 'index'
}

/** What lives outside the object and so outlives its evictions. */
export class Outside {
  readonly world: World
  readonly held: Held[] = []
  /** Requests that ended for want of their repository, and were tried again once it was back. */
  cameBack = 0
  /** Words about the repository that have not come yet. */
  readonly words: OutsideWord[] = []
  drafts = 0
  failingReports = 0
  /** For each round of drafts that was begun: who or what let it, and the most it was expected to cost. */
  readonly begun: { by: string | null; most: number | null }[] = []

  constructor(world: World) {
    this.world = world
  }
}

/** Throws the object out of memory, with its timers and sockets; what runs next finds only what was stored. */
export async function evict(stub: Stub): Promise<void> {
  // Only what runs can be evicted.
  await stub.view()
  await evictDurableObject(stub)
}

/** Runs `act` inside the object, where calls cost nothing. */
export async function inside<T>(stub: Stub, outside: Outside, act: (driver: Driver) => Promise<T>): Promise<T> {
  return runInDurableObject<ModelIssueObject, T>(stub, (object, state) => act(new Driver(object, state, outside)))
}

/** Drives one issue's object: everything that can reach it from outside, in any order the test likes. */
export class Driver {
  readonly object: ModelIssueObject
  readonly state: DurableObjectState
  readonly outside: Outside
  readonly world: World

  constructor(object: ModelIssueObject, state: DurableObjectState, outside: Outside) {
    this.object = object
    this.state = state
    this.outside = outside
    this.world = outside.world
  }

  async deliver(id: string, event: DeliveryEvent): Promise<void> {
    await this.object.deliver(id, structuredClone(event))
  }

  async alarm(): Promise<void> {
    await this.object.alarm()
  }

  async view(): Promise<IssueView | null> {
    return this.object.view()
  }

  /** A consumer takes a message; the queue may deliver it again (`keep`). */
  async take(index: number, keep: boolean): Promise<void> {
    const { messages } = this.world
    const at = index % Math.max(1, messages.length)
    const message = messages[at]
    if (message === undefined) return
    if (!keep) messages.splice(at, 1)
    const input = await this.object.begin(message.kind, message.fence)
    if (input === null) return
    this.outside.held.push({ message, kind: input.kind })
    if (input.kind !== 'generate') return
    const view = await this.view()
    this.outside.begun.push({ by: view?.planApproval?.by ?? null, most: view?.forecast?.cost?.high ?? null })
  }

  /** The queue forgets a message, as a local one does when its process dies. */
  lose(index: number): void {
    this.world.messages.splice(index % Math.max(1, this.world.messages.length), 1)
  }

  /** A consumer reports, maybe long after its lease ran out, maybe twice (`keep`). */
  async report(index: number, keep: boolean): Promise<void> {
    const { held } = this.outside
    const at = index % Math.max(1, held.length)
    const work = held[at]
    if (work === undefined) return
    if (!keep) held.splice(at, 1)
    await this.object.report(work.message.fence, (await this.#kept(work.kind)) ?? this.#result(work))
  }

  /** A consumer says that the draft is being made elsewhere; later it is asked for again. */
  async postpone(index: number, keep: boolean): Promise<void> {
    const { held } = this.outside
    const at = index % Math.max(1, held.length)
    const work = held[at]
    if (work?.kind !== 'generate') return
    if (!keep) held.splice(at, 1)
    const waiting = { provider: 'cursor', since: this.world.now, memory: { run: 'run-1' } }
    await this.object.report(work.message.fence, { kind: 'postponed', afterMs: 20_000, waiting })
  }

  /** The report of a job that its repository was kept from: it is read by each, and one that writes begins with the default branch. */
  async #kept(job: Held['kind']): Promise<JobReport | null> {
    const repository = this.record()?.repository
    try {
      if (repository !== undefined) this.world.owner.meet(repository, job === 'index' ? 'cloneToken' : 'defaultBranch')
      return null
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error
      return { kind: 'failed', job, code: error.code, message: error.message, retry: error.retry }
    }
  }

  /** The stored record. */
  record(): IssueRecord | null {
    const row = this.state.storage.sql.exec<{ value: string }>("SELECT value FROM facts WHERE name = 'record'").toArray()[0]
    return row === undefined ? null : JSON.parse(row.value)
  }

  #result(work: Held): JobReport {
    const { outside } = this
    switch (work.kind) {
      case 'generate':
        outside.drafts += 1
        return { kind: 'generated', output: draft(outside.drafts) }
      case 'validate':
        outside.failingReports -= 1
        return { kind: 'validated', report: reportOf(outside.failingReports < 0) }
      case 'index':
        return { kind: 'indexed', found: this.world.merges.length > 0, commit: 'c'.repeat(40) }
    }
  }

  /** The object's own audit trail, oldest first. */
  audit(): AuditRow[] {
    return this.state.storage.sql
      .exec<{ row: string }>('SELECT row FROM audit ORDER BY seq')
      .toArray()
      .map(({ row }) => JSON.parse(row))
  }

  async approve(login: string): Promise<void> {
    const view = await this.view()
    const headSha = view?.summary.pull?.headSha
    if (headSha !== undefined) await this.object.act({ type: 'DraftApproved', login, headSha }, login)
  }

  /** No more faults: the owner sets right what was done, everything outstanding arrives, time passes, people answer. Ends in a terminal state or throws. */
  async settle(): Promise<IssueView> {
    this.world.faults = []
    settled += 1
    await this.object.outside(`back-${settled}`, this.world.owner.comeBack(this.world.now))
    for (let round = 0; round < 400; round += 1) {
      const view = await this.view()
      if (view === null) throw new Error('nothing is stored')
      if (isTerminal(view.summary.state) && !isLoss(view) && this.#isQuiet()) return view
      await this.#nudge(view)
    }
    throw new Error(`not settled: ${(await this.view())?.summary.state}`)
  }

  async #nudge(view: IssueView): Promise<void> {
    if (isLoss(view)) {
      this.outside.cameBack += 1
      await this.object.act({ type: 'RetryAsked', login: 'rex' }, 'rex')
    }
    if (view.summary.state === 'awaiting_plan_approval') await this.object.act({ type: 'PlanApproved', login: 'rex' }, 'rex')
    if (view.summary.state === 'paused') await this.object.act({ type: 'ResumeAsked', login: 'rex' }, 'rex')
    if (view.summary.state === 'in_review') await this.approve('rex')
    while (this.world.messages.length > 0) await this.take(0, false)
    while (this.outside.held.length > 0) await this.report(0, false)
    const due = await this.state.storage.getAlarm()
    if (due !== null && due > this.world.now) this.world.now = Math.min(due, this.world.now + 600_000)
    await this.alarm()
  }

  /** True when no effect waits. */
  #isQuiet(): boolean {
    return this.state.storage.sql.exec('SELECT 1 FROM outbox LIMIT 1').toArray().length === 0
  }
}

let settled = 0

/** True for a request that ended because its repository could not be reached. */
function isLoss({ summary }: IssueView): boolean {
  return summary.state === 'failed' && /The GitHub App |is archived/.test(summary.outcome?.reason ?? '')
}

function draft(version: number) {
  return {
    files: [
      {
        path: 'codebundles/k8s-pvc-usage/runbook.robot',
        mode: '100644' as const,
        content: `*** Settings ***\nDocumentation    draft ${version}\n`,
      },
    ],
    provider: 'model',
    model: null,
    costMicros: null,
    notes: [],
  }
}
