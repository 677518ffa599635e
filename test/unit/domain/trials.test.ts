import { describe, it } from 'vitest'
import { emptyResult, judgeAgainst, type Trial, type TrialResult, totalsOf, withDraft, withReport } from '../../../worker/domain/trial.ts'
import { maxReplays, readEvaluation, readReplay } from '../../../worker/domain/trial-form.ts'
import { rowsOf } from '../../../worker/domain/trial-view.ts'
import { endedRun } from '../web/fixture-runs.ts'

const good: TrialResult = { ...emptyResult('k8s-pods', 'openai'), ok: true, score: 96, attempts: 1, costMicros: 40_000 }

function trial(part: Partial<Trial> & { result?: TrialResult } = {}): Trial {
  return {
    id: 't1',
    setId: 's1',
    subject: '7#1/5',
    title: 'care#1',
    run: { key: '7#1', roundAt: 5 },
    stage: 'ended',
    result: good,
    ...part,
  }
}

const form = (fields: Record<string, string | string[]>) => (name: string) => [fields[name] ?? []].flat()

describe('the result of a trial', () => {
  it('adds up drafts, and is of unknown cost once one draft is', ({ expect }) => {
    const usage = { inputTokens: 100, outputTokens: 20 }
    const one = withDraft(emptyResult('', 'openai'), { provider: 'openai', model: 'm', costMicros: 500, usage }, 2)
    const two = withDraft(one, { provider: 'openai', model: 'm', costMicros: null, usage }, 3)
    expect(one).toMatchObject({ attempts: 1, costMicros: 500, usage, seconds: { provider: 2 } })
    expect(two).toMatchObject({ attempts: 2, costMicros: null, usage: { inputTokens: 200, outputTokens: 40 }, seconds: { provider: 5 } })
  })

  it('has the score and the findings of the newest report, cut to what a page can show', ({ expect }) => {
    const check = {
      id: 'robot/parses',
      status: 'fail',
      severity: 'block',
      file: 'a.robot',
      line: 3,
      message: 'x'.repeat(900),
      hint: null,
    } as const
    const checks = Array.from({ length: 9 }, () => check)
    const said = withReport(good, { ok: false, checks, durationMs: 1, tools: {}, score: 41 }, 4)
    expect(said).toMatchObject({ ok: false, score: 41, seconds: { proof: 4 } })
    expect(said.failed).toHaveLength(5)
    expect(said.failed[0]).toMatch(/^robot\/parses a\.robot:3: x+ …$/)
    expect(withReport(good, { ok: true, checks: [], durationMs: 1, tools: {} }, 1).score).toBe(null)
  })
})

describe('trials together', () => {
  it('count what has ended; a cost that is not known of one is not known of all', ({ expect }) => {
    const list = [trial(), trial({ result: { ...good, ok: false, score: null, costMicros: 10_000 } }), trial({ stage: 'draft' })]
    expect(totalsOf(list)).toEqual({ trials: 3, ended: 2, passed: 1, score: 96, attempts: 2, costMicros: 50_000, tokens: 0 })
    expect(totalsOf([trial(), trial({ result: { ...good, costMicros: null } })]).costMicros).toBe(null)
    expect(totalsOf([]).score).toBe(null)
  })

  it.for([
    [{ ok: true }, { ok: false }, 'better'],
    [{ ok: false, score: 100 }, { ok: true, score: 10 }, 'worse'],
    [{ score: 95 }, { score: 96 }, 'worse'],
    [{ score: 95 }, { score: null, attempts: 2 }, 'better'],
    [{ attempts: 3 }, { attempts: 1 }, 'worse'],
    [{ costMicros: 1 }, { costMicros: 9 }, 'same'],
  ] as const)('passing comes before the score, and that before the drafts: %j against %j is %s', ([now, then, verdict], { expect }) => {
    expect(judgeAgainst({ ...good, ...now }, { ...good, ...then })).toBe(verdict)
  })

  it('are held against the runs they replay, or against the same requests of another set', ({ expect }) => {
    const list = [trial(), trial({ subject: '7#2/6', stage: 'prove' })]
    const run = endedRun({ key: '7#1', roundAt: 5, outcome: 'failed', score: 80 })
    expect(rowsOf(list, [run], null)).toMatchObject([
      { verdict: 'better', before: { score: 80, ok: false } },
      { verdict: null, before: null },
    ])
    const other = [trial({ result: { ...good, score: 99 } }), trial({ subject: '7#2/6' })]
    expect(rowsOf(list, [run], other).map(({ verdict }) => verdict)).toEqual(['worse', null])
    expect(rowsOf(list, [], [trial({ stage: 'stopped' })])[0]?.before).toBe(null)
  })
})

describe('the form that replays runs', () => {
  const fields = { run: ['7#1/5', '7#2/6'], provider: 'openai', model: ' gpt-5.4 ', title: '', instructions: 'Usual.\r\n' }

  it('is read with what is usual left out', ({ expect }) => {
    expect(readReplay(form(fields), 'Usual.')).toEqual({
      runs: [
        { key: '7#1', roundAt: 5 },
        { key: '7#2', roundAt: 6 },
      ],
      ...{ provider: 'openai', model: 'gpt-5.4', title: 'openai, gpt-5.4', instructions: null },
    })
    expect(readReplay(form({ ...fields, instructions: 'Be brief.' }), 'Usual.')).toMatchObject({
      title: 'openai, gpt-5.4, other instructions',
      instructions: 'Be brief.',
    })
  })

  it.for([
    ['no run', { run: [] }],
    ['a run that is none', { run: ["7#1/5'; drop"] }],
    ['too many runs', { run: Array.from({ length: maxReplays + 1 }, (_, n) => `7#${n}/5`) }],
    ['a provider that is none', { provider: 'toString' }],
    ['a model with spaces', { model: 'gpt 5' }],
    ['instructions beyond all measure', { instructions: 'x'.repeat(12_001) }],
  ] as const)('is refused with %s', ([, part], { expect }) => {
    expect(readReplay(form({ ...fields, ...part } as Record<string, string | string[]>), '')).toBe(null)
  })
})

describe('the file of an evaluation', () => {
  const run = { ...good, request: 'pvc-headroom', model: 'gpt-5.4' }

  it('is read as eval:generate leaves it', ({ expect }) => {
    const read = readEvaluation(JSON.stringify({ provider: 'openai', standIn: true, runs: [run] }))
    expect(read).toMatchObject({
      provider: 'openai',
      model: 'gpt-5.4',
      standIn: true,
      results: [{ request: 'pvc-headroom', result: { score: 96 } }],
    })
  })

  it.for(['', '[]', '{"runs":[]}', JSON.stringify({ provider: 'openai', standIn: false, runs: [] }), '<html>'])(
    'is nothing else: %s',
    (text, { expect }) => {
      expect(readEvaluation(text)).toBe(null)
    },
  )
})
