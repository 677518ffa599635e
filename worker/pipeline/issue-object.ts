import { DurableObject } from 'cloudflare:workers'
import type { DeliveryEvent } from '../domain/delivery-event.ts'
import { issueOf, movedTo, readDelivery } from '../domain/from-delivery.ts'
import type { IssueEvent } from '../domain/issue-events.ts'
import { isAtWorkOn, isEssential, stillWanted } from '../domain/issue-events.ts'
import { allowedActions, type JobKind } from '../domain/issue-record.ts'
import type { OutsideWord } from '../domain/outside-words.ts'
import type { IssueView, LiveEvent } from '../domain/views.ts'
import { accept, send } from '../live/sockets.ts'
import { applyEvent } from './apply.ts'
import { runEffect } from './effects.ts'
import { summaryOf, viewOf, workOf } from './issue-view.ts'
import type { JobInput, JobReport } from './job-messages.ts'
import { readReport } from './job-reports.ts'
import { digest, Journal, type NewEvent } from './journal.ts'
import { drain } from './outbox.ts'
import type { PipelinePorts } from './pipeline-ports.ts'
import type { RepositoryRef } from './ports.ts'
import { isSameSpend, readMeter } from './read-meter.ts'
import type { FrozenRun } from './trial-ports.ts'

/** Answer to a person's request: what the issue looks like now, or why nothing happened. */
export type ActAnswer = { ok: true; view: IssueView } | { ok: false; message: string }

/**
 * The truth about one issue. A thin shell: the journal stores, `transition` decides, the outbox acts.
 * Between reading and writing its storage there is no await, so that every event is applied whole and alone.
 */
export abstract class IssueObjectCore extends DurableObject<Env> {
  readonly #journal: Journal
  readonly #ports: PipelinePorts
  #metering: Promise<void> | null = null

  constructor(ctx: DurableObjectState, env: Env, ports: PipelinePorts) {
    super(ctx, env)
    this.#ports = ports
    this.#journal = new Journal(ctx.storage.sql)
    ctx.blockConcurrencyWhile(async () => {
      ctx.storage.transactionSync(() => this.#journal.migrate())
      // An alarm in the past is not to be trusted to fire by itself.
      const alarm = await ctx.storage.getAlarm()
      if (alarm === null || alarm < this.#ports.now()) this.#arm()
    })
  }

  /** Applies a webhook delivery once, however often it comes. */
  async deliver(deliveryId: string, event: DeliveryEvent): Promise<void> {
    if (issueOf(event) === null) return
    this.ctx.storage.transactionSync(() => {
      if (!this.#journal.claimDelivery(deliveryId, this.#ports.now())) return
      const moved = movedTo(event, this.#journal.record())
      if (moved !== null) this.#apply(moved, 'github', `delivery ${deliveryId}`)
      const known = this.#journal.record()
      const fact = readDelivery(event, { known, appLogin: this.#ports.appLogin, hash: digest })
      if (fact !== null) this.#apply(fact, actorOf(event), `delivery ${deliveryId}`)
    })
    this.#arm()
  }

  /** Applies once what happened to the repository or the App as a whole. */
  async outside(deliveryId: string, event: OutsideWord): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      if (this.#journal.record() === null || !this.#journal.claimDelivery(deliveryId, this.#ports.now())) return
      this.#apply(event, 'github', `delivery ${deliveryId}`)
    })
    this.#arm()
  }

  /** A person's request from the web page; whether they may was checked by the caller. */
  async act(event: IssueEvent, login: string): Promise<ActAnswer> {
    const refusal = this.ctx.storage.transactionSync(() => this.#apply(event, login, 'web'))
    this.#arm()
    const view = await this.view()
    if (view === null) return { ok: false, message: 'There is no request for this issue.' }
    return refusal === null ? { ok: true, view } : { ok: false, message: refusal }
  }

  /** Hands out the work of the current job to the first consumer that asks for it; null for everyone else. */
  async begin(kind: JobKind, fence: number): Promise<JobInput | null> {
    const record = this.#journal.record()
    if (record === null || record.job === null || record.job.kind !== kind || record.job.fence !== fence || record.job.begun) return null
    const input = this.ctx.storage.transactionSync(() => {
      this.#apply({ type: 'JobBegun', fence }, 'registry', `job ${fence}`)
      const begun = this.#journal.record()
      const work = begun === null ? null : workOf(begun, this.#journal, kind, this.ctx.getWebSockets().length > 0)
      if (work?.kind === 'generate' && work.generation.attempt === 1) this.#journal.freezeRun(record.roundAt, work)
      return work
    })
    this.#arm()
    return input
  }

  /** A consumer's sign of life with log lines; false tells it to stop, since its work is no longer wanted. */
  async alive(fence: number, step: Extract<LiveEvent, { type: 'log' }>['step'], lines: string[]): Promise<boolean> {
    const record = this.#journal.record()
    if (record?.job?.fence !== fence) return false
    this.ctx.storage.transactionSync(() => this.#apply({ type: 'JobAlive', fence }, 'registry', `job ${fence}`))
    this.#log(step, lines)
    this.#arm()
    if (step === 'generate') this.#meter()
    return true
  }

  /** A consumer's result. Late ones, under an older number, change nothing. */
  async report(fence: number, report: JobReport): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      const record = this.#journal.record()
      if (record?.job?.fence !== fence) return
      this.#apply(readReport(fence, report, record, this.#journal), 'registry', `job ${fence}`)
    })
    this.#arm()
    if (report.kind === 'generated' || report.kind === 'failed') this.#meter()
  }

  /** A word from outside that the work under this name may have moved, counted once by its `mark`: the object looks for itself. */
  async workMoved(run: string, mark: string): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      const record = this.#journal.record()
      if (record === null || !isAtWorkOn(record, run) || !this.#journal.claimDelivery(mark, this.#ports.now())) return
      this.#apply({ type: 'WorkMoved', run }, 'registry', 'webhook')
    })
    this.#arm()
  }

  /** The issue's repository when no draft is made under this name any more; null while one is. */
  async leaves(run: string): Promise<RepositoryRef | null> {
    const record = this.#journal.record()
    return record === null || isAtWorkOn(record, run) ? null : record.repository
  }

  /** A run as it was frozen, to be replayed; null when nothing is kept of it. */
  async frozen(roundAt: number): Promise<FrozenRun | null> {
    return this.#journal.frozenRun(roundAt)
  }

  /** Everything the issue page shows; null when nothing is stored. */
  async view(): Promise<IssueView | null> {
    const record = this.#journal.record()
    return record === null ? null : viewOf(record, this.#journal)
  }

  /** Called by the minute sweep: arms an alarm that was lost. */
  async poke(): Promise<void> {
    this.#arm()
  }

  override async fetch(request: Request): Promise<Response> {
    const record = this.#journal.record()
    if (record === null || request.headers.get('upgrade') !== 'websocket') return new Response(null, { status: 404 })
    const after = Number(new URL(request.url).searchParams.get('after') ?? '0')
    return accept(this.ctx, this.#message(this.#journal.eventsAfter(Number.isSafeInteger(after) ? after : 0)))
  }

  override async alarm(): Promise<void> {
    const record = this.#journal.record()
    if (record === null) return
    const now = this.#ports.now()
    this.ctx.storage.transactionSync(() => {
      if (record.job !== null && now >= record.job.leaseUntil) this.#apply({ type: 'JobLost' }, 'registry', 'lease')
      if (now >= record.deadline) this.#apply({ type: 'DeadlinePassed' }, 'registry', 'deadline')
    })
    await drain(this.#journal, {
      now: () => this.#ports.now(),
      wanted: (effect) => {
        const current = this.#journal.record()
        return current !== null && stillWanted(effect, current)
      },
      run: (effect) =>
        runEffect(effect, {
          journal: this.#journal,
          ports: this.#ports,
          now: () => this.#ports.now(),
          dispatch: (event, actor) => this.ctx.storage.transactionSync(() => this.#apply(event, actor, effect.type)),
          log: (step, text) => this.#log(step, [text]),
        }),
      parked: (effect, code, message) => {
        if (isEssential(effect.type)) this.#apply({ type: 'EffectParked', effect: effect.type, code, message }, 'registry', effect.type)
        else this.#publish([{ type: 'note', actor: 'registry', text: `${effect.type} was given up: ${message}` }])
      },
    })
    this.#arm()
  }

  /** One event, applied whole: journal, record, audit, outbox. Returns why a person's request was refused, or null. */
  #apply(event: IssueEvent, actor: string, cause: string): string | null {
    const { refusal, events } = applyEvent(this.#journal, event, { actor, cause, now: this.#ports.now() })
    this.#broadcast(events)
    return refusal
  }

  #log(step: Extract<LiveEvent, { type: 'log' }>['step'], lines: string[]): void {
    this.#publish(lines.map((text) => ({ type: 'log', step, text: text.slice(0, 2000) })))
  }

  #publish(events: NewEvent[]): void {
    if (events.length > 0) this.#broadcast(this.#journal.append(events, this.#ports.now()))
  }

  /** Looks at the budgets beside the work, one look after another, and tells those who watch. Nothing waits for it, and a look that fails is only missed. */
  #meter(): void {
    const before = this.#metering ?? Promise.resolve()
    const look = before
      .then(async () => {
        const record = this.#journal.record()
        const meter = record === null ? null : await readMeter(record, this.#ports)
        if (meter === null || isSameSpend(meter, this.#journal.meter())) return
        this.#journal.saveMeter(meter)
        if (this.ctx.getWebSockets().length > 0) send(this.ctx, this.#message([]))
      })
      .catch(() => undefined)
    this.#metering = look
    this.ctx.waitUntil(look)
  }

  #broadcast(events: LiveEvent[]): void {
    if (events.length > 0 && this.ctx.getWebSockets().length > 0) send(this.ctx, this.#message(events))
  }

  #message(events: LiveEvent[]) {
    const record = this.#journal.record()
    if (record === null) throw new Error('an issue without a record has no listeners')
    return {
      type: 'events' as const,
      events,
      summary: summaryOf(record, this.#journal),
      actions: allowedActions(record),
      meter: this.#journal.meter(),
    }
  }

  /** Sets the alarm for whatever comes first: an effect, the end of a lease, the state's deadline. */
  #arm(): void {
    const record = this.#journal.record()
    if (record === null) return
    const due = Math.min(this.#journal.earliestDue() ?? Infinity, record.job?.leaseUntil ?? Infinity, record.deadline)
    if (Number.isFinite(due)) void this.ctx.storage.setAlarm(due)
  }
}

function actorOf(event: DeliveryEvent): string {
  return 'sender' in event ? event.sender.login : 'github'
}
