import { expect, it } from 'vitest'
import type { Judgement } from '../../worker/domain/assessment.ts'
import { SandboxError } from '../../worker/domain/failure.ts'
import type { AssessLine, AssessRequest } from '../../worker/domain/sandbox-protocol.ts'
import { rulesVersion } from '../../worker/domain/score/rules-version.ts'
import { consumeJobs } from '../../worker/pipeline/consume-jobs.ts'
import { type AssessDeps, assessCollection, wantedAssessment } from '../../worker/registry/assess-collection.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { removeInstallation } from '../../worker/registry/installations.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { advance, bundle, deps, makeCollection, now, stores, type Tree } from './registry-fixtures.ts'

const pages = createPageData(stores)

function judgement(treeHash: string, score: number, rules = rulesVersion): Judgement {
  const point = { id: 'task/access', title: 'Access', earned: score, of: 100, reason: 'As measured.', hint: null }
  const security = {
    level: 'none' as const,
    findings: [],
    access: { declared: 'read-only' as const, writes: [] },
    commands: [],
    skipped: [],
  }
  return { treeHash, rules, score, points: [point], security }
}

interface Script {
  /** Score by slug; a bundle without one is not answered for. */
  scores: Record<string, number>
  version?: string
  rules?: string
  brokenSlug?: string
  /** The stream is cut after so many lines. */
  cutAfter?: number
}

/** A sandbox that answers with these scores; what it was asked is kept. */
function sandbox(script: Script) {
  const requests: AssessRequest[] = []
  const assess: AssessDeps['assess'] = async (_name, request, onLine) => {
    requests.push(request)
    const lines = (request.paths ?? []).flatMap((path): AssessLine[] => {
      const slug = path.replace('codebundles/', '')
      const treeHash = `${slug}@${script.version ?? 'a'}`
      if (slug === script.brokenSlug) return [{ type: 'unassessed', path, treeHash, message: 'A rule broke.' }]
      const score = script.scores[slug]
      return score === undefined ? [] : [{ type: 'assessment', path, treeHash, assessment: judgement(treeHash, score, script.rules) }]
    })
    for (const line of lines.slice(0, script.cutAfter ?? lines.length)) await onLine(line)
    if (script.cutAfter !== undefined) throw new SandboxError('unreachable', 'The stream was cut.', 'later')
  }
  return { requests, deps: { ...stores, assess, cloneToken: async () => null, now } satisfies AssessDeps }
}

async function indexed(tree: Tree) {
  const row = await makeCollection()
  await indexCollection(row.id, 'test', deps({ tree, commit: 'c1' }))
  return row
}

const pending = (id: number) => stores.assessments.pending(id, wantedAssessment(now()), 100)

it('stores score, reasons and security report, and shows them on the bundle, its card and its collection', async () => {
  const { id, slug } = await indexed([bundle('k8s-one', 'a'), bundle('k8s-two', 'a')])
  expect(await pages.bundle(slug, 'k8s-one')).toMatchObject({ assessment: null, card: { score: null } })
  const { deps: assessDeps, requests } = sandbox({ scores: { 'k8s-one': 97, 'k8s-two': 41 } })
  expect(await assessCollection(id, assessDeps)).toEqual({ stored: 2, broken: [], more: false })
  expect(requests).toMatchObject([{ ref: 'c1', paths: ['codebundles/k8s-one', 'codebundles/k8s-two'] }])
  expect(await pages.bundle(slug, 'k8s-one')).toMatchObject({
    assessment: { score: 97, treeHash: 'k8s-one@a', at: expect.any(Number) },
    card: { score: 97 },
  })
  const page = await pages.collectionPage(slug)
  expect(page?.collection.scores).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  expect(page?.cards.map(({ score }) => score)).toEqual([97, 41])
  expect((await pages.collections()).find((one) => one.slug === slug)?.scores).toEqual(page?.collection.scores)
})

it('changes the version of the catalogue, so that no page is kept that shows the old score', async () => {
  const { id } = await indexed([bundle('k8s-one', 'a')])
  const before = await pages.catalogueVersion()
  await assessCollection(id, sandbox({ scores: { 'k8s-one': 50 } }).deps)
  expect(await pages.catalogueVersion()).not.toBe(before)
})

it('assesses a bundle again when it changes, and not before', async () => {
  const { id, slug } = await indexed([bundle('k8s-one', 'a'), bundle('k8s-two', 'a')])
  await assessCollection(id, sandbox({ scores: { 'k8s-one': 50, 'k8s-two': 60 } }).deps)
  const idle = sandbox({ scores: {} })
  expect(await assessCollection(id, idle.deps)).toEqual({ stored: 0, broken: [], more: false })
  expect(idle.requests).toEqual([])
  await indexCollection(id, 'test', deps({ tree: [bundle('k8s-one', 'b'), bundle('k8s-two', 'a')], commit: 'c2' }))
  expect(await pending(id)).toEqual(['codebundles/k8s-one'])
  await assessCollection(id, sandbox({ scores: { 'k8s-one': 70 }, version: 'b' }).deps)
  expect(await pages.bundle(slug, 'k8s-one')).toMatchObject({ assessment: { score: 70, treeHash: 'k8s-one@b' } })
})

it('refuses an assessment of a version that the bundle has left', async () => {
  const { id, slug } = await indexed([bundle('k8s-one', 'b')])
  expect(await assessCollection(id, sandbox({ scores: { 'k8s-one': 10 }, version: 'a' }).deps)).toMatchObject({ stored: 0, more: false })
  expect((await pages.bundle(slug, 'k8s-one'))?.assessment).toBeNull()
})

it('keeps what came before the stream was cut, and the next job does the rest', async () => {
  const { id } = await indexed(['a', 'b', 'c'].map((name) => bundle(`k8s-${name}`, 'a')))
  const scores = { 'k8s-a': 1, 'k8s-b': 2, 'k8s-c': 3 }
  await expect(assessCollection(id, sandbox({ scores, cutAfter: 2 }).deps)).rejects.toThrow('cut')
  expect(await pending(id)).toEqual(['codebundles/k8s-c'])
  expect(await stores.assessments.waiting(wantedAssessment(now()))).toContain(id)
  const rest = sandbox({ scores })
  expect(await assessCollection(id, rest.deps)).toMatchObject({ stored: 1, more: false })
  expect(rest.requests).toMatchObject([{ paths: ['codebundles/k8s-c'] }])
  expect(await stores.assessments.waiting(wantedAssessment(now()))).not.toContain(id)
})

it('works in batches of twenty and says that more wait; a bundle on which the rules break stops no other', async () => {
  const slugs = Array.from({ length: 22 }, (_unused, index) => `k8s-${String(index).padStart(2, '0')}`)
  const { id } = await indexed(slugs.map((slug) => bundle(slug, 'a')))
  const script = sandbox({ scores: Object.fromEntries(slugs.map((slug) => [slug, 50])), brokenSlug: 'k8s-03' })
  const first = await assessCollection(id, script.deps)
  expect(first).toMatchObject({ stored: 19, broken: [{ path: 'codebundles/k8s-03' }], more: true })
  expect(await assessCollection(id, script.deps)).toMatchObject({ stored: 2, more: true })
  expect(await assessCollection(id, script.deps)).toMatchObject({ stored: 0, more: false })
  expect(await pending(id)).toEqual(['codebundles/k8s-03'])
})

it('does not ask a runner with other rules again and again', async () => {
  const { id } = await indexed([bundle('k8s-one', 'a')])
  await assessCollection(id, sandbox({ scores: { 'k8s-one': 50 }, rules: 'older' }).deps)
  expect(await pending(id)).toEqual([])
  advance(7 * 3_600_000)
  expect(await pending(id)).toEqual(['codebundles/k8s-one'])
})

it('leaves hidden collections alone', async () => {
  const row = await indexed([bundle('k8s-one', 'a')])
  await removeInstallation(stores.collections, stores, [row.repositoryId ?? 0])
  const { requests, deps: hidden } = sandbox({ scores: { 'k8s-one': 50 } })
  expect(await assessCollection(row.id, hidden)).toMatchObject({ stored: 0 })
  expect(requests).toEqual([])
  expect(await stores.assessments.waiting(wantedAssessment(now()))).not.toContain(row.id)
})

it('takes a message of the queue, acks it when done and has it delivered again when the sandbox was busy', async () => {
  const asked: number[] = []
  const marks: string[] = []
  const message = (collectionId: number) => ({
    body: { type: 'assess', collectionId },
    attempts: 1,
    ack: () => void marks.push(`ack ${collectionId}`),
    retry: () => void marks.push(`retry ${collectionId}`),
  })
  const consumed = {
    log: () => undefined,
    indexCollection: () => Promise.reject(new Error('not asked')),
    tell: () => Promise.reject(new Error('not asked')),
    assessCollection: async (collectionId: number) => {
      asked.push(collectionId)
      if (collectionId === 8) throw new SandboxError('busy', 'All places are taken.', 'later')
    },
  }
  await consumeJobs([message(7), message(8)], {
    ...consumed,
    get ports(): never {
      throw new Error('not asked')
    },
    get trialPorts(): never {
      throw new Error('not asked')
    },
  })
  expect([asked, marks]).toEqual([
    [7, 8],
    ['ack 7', 'retry 8'],
  ])
})
