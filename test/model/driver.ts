import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import type { DeliveryEvent } from '../../worker/domain/delivery-event.ts'
import { isTerminal } from '../../worker/domain/states.ts'
import type { IssueView } from '../../worker/domain/views.ts'
import type { JobMessage, JobReport } from '../../worker/pipeline/job-messages.ts'
import type { ModelIssueObject } from './worker.ts'
import { reportOf, type World } from './world.ts'

export type Stub = DurableObjectStub<ModelIssueObject>
type IssueMessage = Extract<JobMessage, { type: 'issue' }>

/** Work a consumer has taken and not reported yet. */
interface Held {
  message: IssueMessage
  kind: 'generate' | 'validate' | 'index'
}

/** Drives one issue's object: everything that can reach it from outside, in any order the test likes. */
export class Driver {
  readonly stub: Stub
  readonly world: World
  readonly held: Held[] = []
  drafts = 0
  failingReports = 0

  constructor(stub: Stub, world: World) {
    this.stub = stub
    this.world = world
  }

  async deliver(id: string, event: DeliveryEvent): Promise<void> {
    await this.stub.deliver(id, structuredClone(event))
  }

  async alarm(): Promise<void> {
    await runDurableObjectAlarm(this.stub)
  }

  async evict(): Promise<void> {
    await evictDurableObject(this.stub)
  }

  async view(): Promise<IssueView | null> {
    return this.stub.view()
  }

  /** A consumer takes a message; the queue may deliver it again (`keep`). */
  async take(index: number, keep: boolean): Promise<void> {
    const at = index % Math.max(1, this.world.messages.length)
    const message = this.world.messages[at]
    if (message === undefined) return
    if (!keep) this.world.messages.splice(at, 1)
    const input = await this.stub.begin(message.kind, message.fence)
    if (input !== null) this.held.push({ message, kind: input.kind })
  }

  /** The queue forgets a message, as a local one does when its process dies. */
  lose(index: number): void {
    this.world.messages.splice(index % Math.max(1, this.world.messages.length), 1)
  }

  /** A consumer reports, maybe long after its lease ran out, maybe twice (`keep`). */
  async report(index: number, keep: boolean): Promise<void> {
    const at = index % Math.max(1, this.held.length)
    const held = this.held[at]
    if (held === undefined) return
    if (!keep) this.held.splice(at, 1)
    await this.stub.report(held.message.fence, this.#result(held))
  }

  #result(held: Held): JobReport {
    switch (held.kind) {
      case 'generate':
        this.drafts += 1
        return { kind: 'generated', output: draft(this.drafts) }
      case 'validate':
        if (this.failingReports > 0) {
          this.failingReports -= 1
          return { kind: 'validated', report: reportOf(false) }
        }
        return { kind: 'validated', report: reportOf(true) }
      case 'index':
        return { kind: 'indexed', found: this.world.merges.length > 0, commit: 'c'.repeat(40) }
    }
  }

  async approve(login: string): Promise<void> {
    const view = await this.view()
    const headSha = view?.summary.pull?.headSha
    if (headSha !== undefined) await this.stub.act({ type: 'DraftApproved', login, headSha }, login)
  }

  /** No more faults: everything outstanding arrives, time passes, people answer. Ends in a terminal state or throws. */
  async settle(): Promise<IssueView> {
    this.world.faults = []
    for (let round = 0; round < 400; round += 1) {
      const view = await this.view()
      if (view === null) throw new Error('nothing is stored')
      if (isTerminal(view.summary.state) && (await this.quiet())) return view
      await this.#nudge(view)
    }
    throw new Error(`not settled: ${(await this.view())?.summary.state}`)
  }

  async #nudge(view: IssueView): Promise<void> {
    if (view.summary.state === 'awaiting_plan_approval') await this.stub.act({ type: 'PlanApproved', login: 'rex' }, 'rex')
    if (view.summary.state === 'paused') await this.stub.act({ type: 'ResumeAsked', login: 'rex' }, 'rex')
    if (view.summary.state === 'in_review') await this.approve('rex')
    while (this.world.messages.length > 0) await this.take(0, false)
    while (this.held.length > 0) await this.report(0, false)
    const due = await runInDurableObject(this.stub, (_object, state) => state.storage.getAlarm())
    if (due !== null && due > this.world.now) this.world.now = Math.min(due, this.world.now + 600_000)
    await this.alarm()
  }

  /** True when no effect waits. */
  async quiet(): Promise<boolean> {
    return runInDurableObject(this.stub, (_object, state) => state.storage.sql.exec('SELECT 1 FROM outbox LIMIT 1').toArray().length === 0)
  }
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
