import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import examples from '@octokit/webhooks-examples' with { type: 'json' }
import * as z from 'zod'
import { objectDatabases, openDatabase } from '../stack/database.ts'
import type { Stack } from '../stack/stack.ts'
import { percentile, printFigures } from './figures.ts'
import { runProgram, withOwnStack } from './own-stack.ts'

const deliveries = 2_000
const clients = 20
const warmUp = 100
const payloadBytes = 20_000
const settleMs = 180_000
/** The deliveries are comments on this many issues. */
const issues = 100
const idPrefix = '00000000-0000-4000-8000-'

interface Delivery {
  id: string
  body: string
  signature: string
}

/** Repository and installation ids of an indexed sample collection, so that a delivery goes the whole way to its issue's object. */
function sampleIds(stack: Stack): { repositoryId: number; installationId: number } {
  const database = openDatabase(join(stack.dir, 'state'), 'collections')
  const row = database.prepare('SELECT repository_id AS repositoryId, installation_id AS installationId FROM collections LIMIT 1').get()
  database.close()
  return z.object({ repositoryId: z.number(), installationId: z.number() }).parse(row)
}

/** Makes comments on issues that ask for nothing, of `payloadBytes` each. */
function deliveryMaker(stack: Stack): (index: number) => Delivery {
  const { repositoryId, installationId } = sampleIds(stack)
  const example = examples
    .find(({ name }) => name === 'issue_comment')
    ?.examples.find((candidate) => 'action' in candidate && candidate.action === 'created')
  const comment = z.looseObject({ issue: z.looseObject({}), comment: z.looseObject({}), repository: z.looseObject({}) }).parse(example)
  return (index) => {
    const payload = {
      ...comment,
      issue: { ...comment.issue, number: 100_000 + (index % issues) },
      comment: { ...comment.comment, id: 900_000 + index, body: '' },
      repository: { ...comment.repository, id: repositoryId },
      installation: { id: installationId },
    }
    const bare = Buffer.byteLength(JSON.stringify(payload))
    payload.comment.body = 'thanks '.repeat(Math.ceil((payloadBytes - bare) / 7)).slice(0, Math.max(0, payloadBytes - bare))
    const body = JSON.stringify(payload)
    const signature = `sha256=${createHmac('sha256', stack.plan.settings.secrets.GITHUB_WEBHOOK_SECRET).update(body).digest('hex')}`
    return { id: `${idPrefix}${String(index).padStart(12, '0')}`, body, signature }
  }
}

/** Kept connections: the client shares the machine with what it measures, and a new connection for each request would load both. */
const agent = new Agent({ keepAlive: true, maxSockets: clients })

function send(url: string, delivery: Delivery): Promise<{ ms: number; status: number }> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(delivery.body),
    'user-agent': 'GitHub-Hookshot/bench',
    'x-github-event': 'issue_comment',
    'x-github-delivery': delivery.id,
    'x-hub-signature-256': delivery.signature,
  }
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(`${url}/webhooks/github`, { method: 'POST', headers, agent }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve({ ms: performance.now() - begun, status: answer.statusCode ?? 0 }))
    })
    call.once('error', reject)
    call.end(delivery.body)
  })
}

async function sendAll(url: string, queue: Delivery[]): Promise<{ ms: number; status: number }[]> {
  const answers: { ms: number; status: number }[] = []
  let next = 0
  const client = async () => {
    for (let delivery = queue[next++]; delivery; delivery = queue[next++]) answers.push(await send(url, delivery))
  }
  await Promise.all(Array.from({ length: clients }, client))
  return answers
}

interface Counts {
  stored: number
  open: number
  dead: number
}

/** What the inbox holds of the bench's deliveries. */
function count(stack: Stack): Counts {
  const database = openDatabase(join(stack.dir, 'state'), 'deliveries')
  const row = database
    .prepare(
      `SELECT count(*) AS stored, coalesce(sum(status = 'received'), 0) AS open, coalesce(sum(status = 'dead'), 0) AS dead
       FROM deliveries WHERE id LIKE '${idPrefix}%'`,
    )
    .get()
  database.close()
  return z.object({ stored: z.number(), open: z.number(), dead: z.number() }).parse(row)
}

/** How often the objects of the issues took each delivery as theirs to apply. */
function claims(stack: Stack): Map<string, number> {
  const found = new Map<string, number>()
  for (const database of objectDatabases(join(stack.dir, 'state'), 'IssueObject')) {
    const rows = z
      .array(z.object({ id: z.string() }))
      .parse(database.prepare(`SELECT id FROM deliveries WHERE id LIKE '${idPrefix}%'`).all())
    for (const { id } of rows) found.set(id, (found.get(id) ?? 0) + 1)
  }
  return found
}

async function settled(stack: Stack): Promise<Counts> {
  const end = Date.now() + settleMs
  for (;;) {
    const counts = count(stack)
    if (counts.open === 0 || Date.now() > end) return counts
    await delay(200)
  }
}

async function main(): Promise<number> {
  return withOwnStack({}, async ({ stack }) => {
    const make = deliveryMaker(stack)
    await sendAll(
      stack.urls.worker,
      Array.from({ length: warmUp }, (_, index) => make(deliveries + index)),
    )
    const once = Array.from({ length: deliveries }, (_, index) => make(index))
    // The second copy follows within one turn of the clients: close enough to meet the first one half done.
    const queue = once.flatMap((_, index) =>
      index % clients === 0 ? [...once.slice(index, index + clients), ...once.slice(index, index + clients)] : [],
    )
    const begun = performance.now()
    const answers = await sendAll(stack.urls.worker, queue)
    const seconds = (performance.now() - begun) / 1000
    const counts = await settled(stack)
    const claimed = claims(stack)
    const times = answers.map(({ ms }) => ms)
    process.stdout.write(
      `${answers.length} requests in ${seconds.toFixed(1)} s, ${(answers.length / seconds).toFixed(0)} a second, ${clients} clients\n`,
    )
    process.stdout.write(`p50 ${percentile(times, 0.5).toFixed(0)} ms\n`)
    return printFigures([
      { name: 'delivery acknowledged, p99', value: percentile(times, 0.99), unit: 'ms', bound: 250 },
      { name: 'answers other than 202', value: answers.filter(({ status }) => status !== 202).length, unit: '', bound: 0 },
      { name: `lost of ${deliveries}`, value: once.filter(({ id }) => !claimed.has(id)).length, unit: '', bound: 0 },
      { name: 'doubled', value: [...claimed.values()].filter((times) => times > 1).length, unit: '', bound: 0 },
      { name: 'left open or dead in the inbox', value: counts.open + counts.dead, unit: '', bound: 0 },
    ])
  })
}

runProgram(main)
