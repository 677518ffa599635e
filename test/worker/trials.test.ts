import { env } from 'cloudflare:workers'
import { beforeEach, describe, it } from 'vitest'
import { createTrialStore } from '../../worker/db/trial-store.ts'
import { GenerationError, GitHubError, NotYet } from '../../worker/domain/failure.ts'
import type { Report } from '../../worker/domain/report.ts'
import { emptyResult, type Trial, type TrialSet } from '../../worker/domain/trial.ts'
import type { GenerationInput, GenerationOutput } from '../../worker/pipeline/ports.ts'
import { runTrial } from '../../worker/pipeline/run-trial.ts'
import type { FrozenRun, TrialPorts } from '../../worker/pipeline/trial-ports.ts'
import { generationInput } from '../generation-input.ts'

const database = (env as unknown as { DB: D1Database }).DB
const trials = createTrialStore(database)
const start = Date.UTC(2026, 10, 23, 12)
const minute = 60_000

const {
  closest: _closest,
  collection: _collection,
  ...generation
} = generationInput({
  title: 'pods',
  labels: ['codebundle:generate'],
  body: '1. Find Kubernetes pods that restart',
})
const repository = { installationId: 1, repositoryId: 7, owner: 'care', repo: 'bundles' }
const frozen: FrozenRun = {
  input: { kind: 'generate', repository, fence: 3, published: null, coverage: [], generation },
  baseSha: 'c'.repeat(40),
}
const path = `codebundles/${generation.plan.slug}/README.md`
const set: TrialSet = {
  ...{ id: 's1', source: 'replay', title: 'openai', provider: 'openai', model: 'gpt-5.4', instructions: 'Be brief.' },
  ...{ standIn: false, createdAt: start, createdBy: 'ada' },
}
const trial: Trial = {
  ...{ id: 't1', setId: 's1', subject: '7#12/5', title: 'care#12', run: { key: '7#12', roundAt: 5 }, stage: 'draft' },
  result: emptyResult('', 'openai'),
}

const report = (ok: boolean): Report => {
  const check = { id: 'robot/parses', status: 'fail', severity: 'block', file: path, line: 1, message: 'no', hint: null } as const
  return { ok, checks: ok ? [] : [check], durationMs: 1, tools: {}, score: ok ? 97 : 50 }
}

type Draft = (input: GenerationInput) => Promise<GenerationOutput>
const draft: Draft = async () => ({
  files: [{ path, mode: '100644', content: 'new\n' }],
  ...{ provider: 'openai', model: 'gpt-5.4', costMicros: 1_000, usage: { inputTokens: 10, outputTokens: 5 }, notes: [] },
})

/** Everything a trial may reach. GitHub can be read and nothing else: a call that writes is no function. */
function world({ drafts = [draft], reports = [report(true)], run = frozen as FrozenRun | null, branchFails = 0 } = {}) {
  const asked: GenerationInput[] = []
  const validated: unknown[] = []
  const sent: { step: number; delayMs: number }[] = []
  const left: string[] = []
  let now = start
  let failing = branchFails
  const github = {
    defaultBranch: async () => {
      if (failing-- > 0) throw new GitHubError('github_unreachable', 'GitHub did not answer.', 'later')
      return { name: 'main', sha: 'b'.repeat(40) }
    },
    readText: async () => null,
    readFiles: async () => [],
    cloneToken: async () => 'token',
  }
  const ports = {
    ...{ github, registry: { closest: async () => [] }, trials, cloneUrl: () => 'https://forge.test/care/bundles.git' },
    sandbox: {
      validate: async (_name: string, input: unknown) => {
        validated.push(input)
        return reports.length > 1 ? reports.shift() : reports[0]
      },
    },
    frozen: async () => run,
    draftBy: async (_choice: unknown, input: GenerationInput) => {
      asked.push(input)
      const [next = draft] = drafts.length > 1 ? drafts.splice(0, 1) : drafts
      return next(input)
    },
    leave: async ({ run: name }: { run: string }) => {
      left.push(name)
      return { usage: null, costMicros: 70 }
    },
    send: async (message: { step: number }, delayMs = 0) => void sent.push({ step: message.step, delayMs }),
    now: () => now,
    log: () => undefined,
  } as unknown as TrialPorts
  return {
    ...{ ports, asked, validated, sent, left },
    later: (ms: number) => {
      now += ms
    },
    /** Works through messages until none is left. */
    async drain() {
      await runTrial({ id: 't1', step: 1 }, ports)
      for (let message = sent.shift(); message !== undefined; message = sent.shift())
        await runTrial({ id: 't1', step: message.step }, ports)
      return (await trials.trial('t1'))?.trial
    },
  }
}

beforeEach(async () => {
  await database.batch(['trials', 'trial_sets'].map((table) => database.prepare(`delete from ${table}`)))
  await trials.add(set, [trial], start + 2 * minute)
})

describe('a trial', () => {
  it('is drafted by the provider of choice with the request, plan and base of the run, proven, and kept', async ({ expect }) => {
    const { drain, asked, validated } = world()
    expect(await drain()).toMatchObject({ stage: 'ended', result: { ok: true, score: 97, attempts: 1, costMicros: 1_000, failed: [] } })
    expect(asked).toMatchObject([
      { run: '7#trial-t1/1/1', plan: generation.plan, request: generation.request, instructions: 'Be brief.', payer: 'ada', previous: [] },
    ])
    expect(validated).toMatchObject([{ ref: frozen.baseSha, rehearse: true, locks: expect.any(Array) }])
    expect((await trials.trial('t1'))?.files.map((file) => file.path)).toContain(path)
  })

  it('goes back with what failed, and ends after three drafts', async ({ expect }) => {
    const { drain, asked } = world({ reports: [report(false)] })
    expect(await drain()).toMatchObject({ stage: 'ended', result: { ok: false, score: 50, attempts: 3, costMicros: 3_000 } })
    expect(asked.map(({ attempt, feedback }) => [attempt, feedback])).toEqual([
      [1, []],
      [2, [`robot/parses ${path}:1: no`]],
      [3, [`robot/parses ${path}:1: no`]],
    ])
    expect(asked[1]?.previous.map((file) => file.path)).toEqual([path])
  })

  it('goes back once for its warnings when it passes, and the better of the two counts', async ({ expect }) => {
    const warned: Report = { ...report(true), checks: report(false).checks.map((check) => ({ ...check, severity: 'warn' })) }
    const { drain, asked } = world({ reports: [warned, report(false), report(false)] })
    expect(await drain()).toMatchObject({ stage: 'ended', result: { ok: true, score: 97, attempts: 3, failed: [], costMicros: 3_000 } })
    expect(asked.map(({ feedback }) => feedback[0])).toEqual([
      undefined,
      expect.stringMatching(/^warn robot/),
      expect.stringMatching(/^robot/),
    ])
    await trials.remove('s1')
    await trials.add(set, [trial], start)
    expect(await world({ reports: [warned, report(true)] }).drain()).toMatchObject({ result: { ok: true, attempts: 2 } })
  })

  it('never reaches the sandbox with a draft that breaks the patch policy', async ({ expect }) => {
    const bad: Draft = async (input) => ({
      ...(await draft(input)),
      files: [{ path: '.github/workflows/x.yml', mode: '100644', content: '' }],
    })
    const { drain, validated } = world({ drafts: [bad, draft] })
    expect(await drain()).toMatchObject({ result: { ok: true, attempts: 2 } })
    expect(validated).toHaveLength(1)
  })

  it('is paid for once, however often its message comes', async ({ expect }) => {
    const { ports, asked, sent } = world()
    await Promise.all([1, 2, 3].map(() => runTrial({ id: 't1', step: 1 }, ports)))
    await runTrial({ id: 't1', step: 1 }, ports)
    expect([asked.length, sent]).toEqual([1, [{ step: 2, delayMs: 0 }]])
  })

  it('is sent again when its message or its consumer is lost, three times, and then says so', async ({ expect }) => {
    const { ports, asked, later } = world()
    const lost = { ...ports, frozen: () => new Promise<never>(() => undefined) }
    for (let time = 0; time < 3; time += 1) {
      expect(await trials.overdue(start + minute + time * 14 * minute, 5)).toEqual(time === 0 ? [] : [{ id: 't1', step: 1 }])
      void runTrial({ id: 't1', step: 1 }, lost)
      await expect.poll(async () => trials.overdue(ports.now() + 14 * minute, 5)).toHaveLength(1)
      later(14 * minute)
    }
    await runTrial({ id: 't1', step: 1 }, ports)
    expect((await trials.trial('t1'))?.trial).toMatchObject({
      stage: 'ended',
      result: { failed: [expect.stringContaining('lost three times')] },
    })
    expect(asked).toEqual([])
  })

  it('tries again what may be tried again, and ends with the words of what may not', async ({ expect }) => {
    expect(await world({ branchFails: 2 }).drain()).toMatchObject({ stage: 'ended', result: { ok: true } })
    await trials.remove('s1')
    await trials.add(set, [trial], start)
    const refused = new GenerationError('service', 'key_refused', 'OpenAI refused the key (401).', 'never', {
      spent: { usage: { inputTokens: 3, outputTokens: 0 }, costMicros: 9 },
    })
    const { drain, sent } = world({ drafts: [() => Promise.reject(refused)] })
    expect(await drain()).toMatchObject({ result: { ok: false, attempts: 0, costMicros: 9, failed: ['OpenAI refused the key (401).'] } })
    expect(sent).toEqual([])
  })

  it('waits for a draft that is made elsewhere, and leaves it when it is stopped', async ({ expect }) => {
    const waiting = { provider: 'cursor', since: start, memory: { run: 'run-1' } }
    const { ports, asked, sent, left } = world({ drafts: [() => Promise.reject(new NotYet(5_000, waiting))] })
    await runTrial({ id: 't1', step: 1 }, ports)
    expect(sent).toEqual([{ step: 2, delayMs: 5_000 }])
    await runTrial({ id: 't1', step: 2 }, ports)
    expect(asked[1]).toMatchObject({ waiting, isLook: true })
    const stopped = await trials.stop('s1', start)
    expect(stopped).toEqual([{ id: 't1', step: 4 }])
    await runTrial({ id: 't1', step: 3 }, ports)
    await runTrial({ id: 't1', step: 4 }, ports)
    expect([asked.length, left]).toEqual([2, ['7#trial-t1/1/1']])
    expect((await trials.trial('t1'))?.trial).toMatchObject({ stage: 'stopped', result: { costMicros: 70 } })
    expect(await trials.overdue(start + 99 * minute, 5)).toEqual([])
  })

  it('ends at once where its issue keeps nothing of the run', async ({ expect }) => {
    expect(await world({ run: null }).drain()).toMatchObject({
      stage: 'ended',
      result: { failed: [expect.stringContaining('newest rounds')] },
    })
  })

  it('keeps its result when its draft is forgotten, and goes with its set', async ({ expect }) => {
    await world().drain()
    await trials.prune(start + minute)
    expect(await trials.trial('t1')).toMatchObject({ files: [], trial: { result: { score: 97 } } })
    expect([await trials.remove('s1'), await trials.remove('s1'), await trials.trial('t1')]).toEqual([true, false, null])
  })
})
