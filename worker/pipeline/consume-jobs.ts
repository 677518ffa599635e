import * as z from 'zod'
import { consumeIssueJob, type JobPorts, leaveWork } from './job-consumer.ts'
import { type JobMessage, jobMessageSchema } from './job-messages.ts'
import { runTrial } from './run-trial.ts'
import type { Telling } from './tell-issues.ts'
import type { TrialPorts } from './trial-ports.ts'

/** The least a message of the queue must offer; Cloudflare's `Message` does. */
interface QueueMessage {
  readonly body: unknown
  readonly attempts: number
  ack(): void
  retry(options?: { delaySeconds?: number }): void
}

export interface ConsumeJobsDeps {
  ports: JobPorts
  trialPorts: TrialPorts
  /** Indexes a collection; false when another run holds it. */
  indexCollection(collectionId: number, cause: string): Promise<boolean>
  /** Assesses the next bundles of a collection. Throws when the sandbox could not. */
  assessCollection(collectionId: number): Promise<void>
  /** Tells the next issues what their owner did. */
  tell(telling: Telling): Promise<void>
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void
}

/** A held collection is free again within its lease. */
const busyDelaySeconds = 15

/** Works through a batch of the jobs queue. Each message is acked or retried by itself; one that cannot be read is logged and dropped. */
export async function consumeJobs(messages: readonly QueueMessage[], deps: ConsumeJobsDeps): Promise<void> {
  await Promise.all(messages.map((message) => consume(message, deps)))
}

async function consume(message: QueueMessage, deps: ConsumeJobsDeps): Promise<void> {
  const parsed = jobMessageSchema.safeParse(message.body)
  if (!parsed.success) {
    deps.log('error', 'job.bad_message', { where: z.prettifyError(parsed.error) })
    return message.ack()
  }
  try {
    if (await work(parsed.data, deps)) message.ack()
    else message.retry({ delaySeconds: busyDelaySeconds })
  } catch (error) {
    deps.log('warn', 'job.failed', { job: parsed.data, attempts: message.attempts, error })
    message.retry({ delaySeconds: busyDelaySeconds * 2 ** Math.min(message.attempts, 6) })
  }
}

async function work(job: JobMessage, deps: ConsumeJobsDeps): Promise<boolean> {
  if (job.type === 'index') return deps.indexCollection(job.collectionId, job.cause)
  if (job.type === 'assess') await deps.assessCollection(job.collectionId)
  else if (job.type === 'tell') await deps.tell(job)
  else if (job.type === 'leave') await leaveWork(job, deps.ports)
  else if (job.type === 'trial') await runTrial(job, deps.trialPorts)
  else await consumeIssueJob(job, deps.ports)
  return true
}

/** The dead-letter queue of jobs: nothing is lost with a message, since objects and collections ask again; the operator is told. */
export function consumeDeadJobs(messages: readonly QueueMessage[], deps: Pick<ConsumeJobsDeps, 'log'>): void {
  for (const message of messages) {
    deps.log('error', 'job.dead', { job: message.body })
    message.ack()
  }
}
