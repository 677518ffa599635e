import { nothingSpent } from './domain/failure.ts'
import { consumeDeadDeliveries, consumeDeliveries } from './github/consume-deliveries.ts'
import { pruneDeliveries, redeliverFailed, sweepDeliveries } from './github/recover-deliveries.ts'
import { type ConsumeJobsDeps, consumeDeadJobs, consumeJobs } from './pipeline/consume-jobs.ts'
import { type RouteDeps, routeDelivery } from './pipeline/route-delivery.ts'
import { type TellDeps, tellIssues } from './pipeline/tell-issues.ts'
import type { TrialPorts } from './pipeline/trial-ports.ts'
import { assessCollection, wantedAssessment } from './registry/assess-collection.ts'
import { indexCollection } from './registry/index-collection.ts'
import { removeInstallation, takeUpRepository } from './registry/installations.ts'
import { syncSearch } from './registry/sync-search.ts'
import type { Wired } from './wiring.ts'

/** GitHub is asked for failed deliveries of this span, four times as long as the pause between two askings. */
const redeliverySpanMs = 3_600_000
/** An issue that works and has not moved for this long gets a nudge; its own alarm should have come before. */
const overdueMs = 120_000

/** Calls to models, and budgets that are over, stay this long for whoever asks where the money went. */
const budgetKeptMs = 90 * 86_400_000

/** Drafts of trials stay this long; their results stay for good. */
const draftKeptMs = 90 * 86_400_000
/** Trials whose message was lost, a minute. */
const maxSentAgain = 20

/** As in wrangler.toml; at an hour when few push. */
const nightlyCron = '17 3 * * *'

/** Everything that happens without a visitor: queues and crons. */
export function background(wired: Wired) {
  return {
    queue: (batch: MessageBatch) => consume(batch, wired),
    scheduled: (cron: string) => sweep(cron, wired),
  }
}

async function consume(batch: MessageBatch, wired: Wired): Promise<void> {
  const { log } = wired
  const inboxDeps = { inbox: wired.stores.inbox, now: Date.now, random: Math.random, log }
  switch (batch.queue) {
    case 'deliveries':
      return consumeDeliveries(batch.messages, { ...inboxDeps, route: (event, id) => routeDelivery(event, id, routeDeps(wired)) })
    case 'deliveries-dead':
      return consumeDeadDeliveries(batch.messages, inboxDeps)
    case 'jobs':
      return consumeJobs(batch.messages, jobDeps(wired))
    case 'jobs-dead':
      return consumeDeadJobs(batch.messages, { log })
    default:
      log('error', 'queue.unknown', { queue: batch.queue })
  }
}

function routeDeps(wired: Wired): RouteDeps {
  const { stores, github, cloneUrl, issue, sendJob } = wired
  const addCollection: RouteDeps['addCollection'] = async (given, cause) => {
    const found = await github.whereIs(given)
    if (found === null) return null
    const { id, visibility } = await takeUpRepository(stores, found, cloneUrl(found.repository), Date.now())
    if (visibility === 'public') {
      await stores.collections.want(id, cause, Date.now())
      await sendJob({ type: 'index', collectionId: id, cause })
    }
    return found.repository
  }
  return {
    issue,
    addCollection,
    hideCollections: (repositoryIds, how) => removeInstallation(stores.collections, stores, repositoryIds, how),
    now: Date.now,
    repositoriesOf: stores.installations.repositoriesOf,
    tell: (mark, repositoryIds, word) => tellIssues({ type: 'tell', mark, repositoryIds, after: '', word }, tellDeps(wired)),
    wantIndex: async (repository, cause) => {
      if ((await stores.collections.byRepository(repository.repositoryId)) !== null) await addCollection(repository, cause)
    },
  }
}

function tellDeps({ stores, issue, sendJob }: Wired): TellDeps {
  return { keysOf: stores.issues.keysOf, issue, sendJob }
}

function jobDeps(wired: Wired): ConsumeJobsDeps {
  const { stores, github, registry, sandbox, provider, cloneUrl, indexDeps, issue, sendJob, log } = wired
  return {
    ports: { issue, github, registry, sandbox, provider, cloneUrl },
    trialPorts: trialPortsOf(wired),
    indexCollection: async (collectionId, cause) => {
      const progress = async (text: string) => log('info', 'index.progress', { collectionId, text })
      const outcome = await indexCollection(collectionId, cause, { ...indexDeps, progress })
      log(outcome.status === 'failed' ? 'error' : 'info', 'index.done', { collectionId, cause, outcome })
      const waits = await stores.assessments.pending(collectionId, wantedAssessment(Date.now()), 1)
      if (outcome.status === 'ok' && waits.length > 0) await sendJob({ type: 'assess', collectionId })
      return outcome.status !== 'busy'
    },
    assessCollection: async (collectionId) => {
      const outcome = await assessCollection(collectionId, wired.assessDeps)
      log(outcome.broken.length > 0 ? 'warn' : 'info', 'assess.done', { collectionId, outcome })
      // Cards in search results show scores.
      if (outcome.stored > 0) await syncSearch(stores, collectionId)
      if (outcome.more) await sendJob({ type: 'assess', collectionId })
    },
    tell: (telling) => tellIssues(telling, tellDeps(wired)),
    log,
  }
}

function trialPortsOf({ github, registry, sandbox, cloneUrl, trials, issue, provider, draftBy, sendJob, log }: Wired): TrialPorts {
  return {
    ...{ github, registry, sandbox, cloneUrl, trials, draftBy, log },
    frozen: ({ key, roundAt }) => issue(key).frozen(roundAt),
    leave: async (work) => (await provider.leave?.(work)) ?? nothingSpent,
    send: sendJob,
    now: Date.now,
  }
}

async function sweep(cron: string, wired: Wired): Promise<void> {
  const { stores, github, issue, sessions, budgets, trials, sendJob, sendDelivery, log } = wired
  const now = Date.now()
  if (cron === nightlyCron) {
    // For pushes and tags that no webhook told of. The minute sweep queues the runs; what has not changed is not read.
    await stores.collections.wantAll('nightly', now)
    return
  }
  if (cron === '*/15 * * * *') {
    await redeliverFailed(github, stores.inbox, now - redeliverySpanMs, log)
    await pruneDeliveries(stores.inbox, now)
    await sessions.prune()
    const lapsed = await budgets.lapse(now)
    if (lapsed > 0) log('warn', 'budget.lapsed', { calls: lapsed })
    await budgets.prune(now - budgetKeptMs)
    await trials.prune(now - draftKeptMs)
    // Heals full text after a run that died between the two databases.
    await syncSearch(stores, null)
    for (const collectionId of await stores.assessments.waiting(wantedAssessment(now))) await sendJob({ type: 'assess', collectionId })
    return
  }
  await sweepDeliveries({ inbox: stores.inbox, enqueue: sendDelivery, now })
  for (const { id, cause } of await stores.collections.wanted(now)) await sendJob({ type: 'index', collectionId: id, cause })
  for (const { id, step } of await trials.overdue(now, maxSentAgain)) await sendJob({ type: 'trial', id, step })
  for (const key of await stores.issues.overdue(now - overdueMs)) await issue(key).poke()
}
