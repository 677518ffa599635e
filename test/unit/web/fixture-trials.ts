import { emptyResult, type Trial, type TrialResult, type TrialSet } from '../../../worker/domain/trial.ts'
import { instructions } from '../../../worker/generation/answer/instructions.ts'
import type { TrialDeps } from '../../../worker/routes/admin-trials.ts'
import { endedRun, endedRuns } from './fixture-runs.ts'
import { fixtureNow } from './fixture-time.ts'

const hour = 3_600_000
const roundAt = endedRun().roundAt

const replay: TrialSet = {
  ...{ id: 'set-1', source: 'replay', title: 'openai, gpt-5.4-mini, other instructions', provider: 'openai', model: 'gpt-5.4-mini' },
  ...{
    instructions: 'Write small CodeBundles.\nAnswer with one JSON object.',
    standIn: false,
    createdAt: fixtureNow - hour,
    createdBy: 'ada',
  },
}
const evaluation: TrialSet = {
  ...{ id: 'set-2', source: 'evaluation', title: 'exemplar, 2 requests', provider: 'exemplar', model: null, instructions: null },
  ...{ standIn: true, createdAt: fixtureNow - 70 * hour, createdBy: 'ada' },
}
const earlier: TrialSet = {
  ...replay,
  id: 'set-3',
  title: 'openai, gpt-5.4',
  model: 'gpt-5.4',
  instructions: null,
  createdAt: fixtureNow - 30 * hour,
}

function result(part: Partial<TrialResult> = {}): TrialResult {
  return {
    ...emptyResult('k8s-pvc-usage', 'openai'),
    ...{ model: 'gpt-5.4-mini', attempts: 1, ok: true, score: 97, rehearsals: ['everything-fails 2/2', 'nothing-there 1/1'] },
    ...{ costMicros: 31_400, usage: { inputTokens: 18_200, outputTokens: 6_100 }, seconds: { provider: 41.2, proof: 5.3 } },
    ...part,
  }
}

function trial(n: number, part: Partial<Trial> = {}): Trial {
  const run = { key: `7#${n}`, roundAt }
  const title = `meridian-ops/cluster-care-codecollection#${n}`
  return { id: `trial-${n}`, setId: 'set-1', subject: `${run.key}/${roundAt}`, title, run, stage: 'ended', result: result(), ...part }
}

const failed = [
  'robot/parses codebundles/k8s-pvc-usage/runbook.robot:14: No keyword with name "RW.K8s.Get Claims" found. (Use one of the keyword reference.)',
  'rehearsal/everything-fails: The runbook looks healthy although every command failed.',
]
const replays = [
  trial(1),
  trial(2, { result: result({ ok: false, score: 61, attempts: 3, costMicros: null, failed }) }),
  trial(3, { stage: 'prove', result: result({ ok: false, score: null }) }),
  trial(4, { stage: 'draft', result: emptyResult('', 'openai') }),
]
const request = (name: string): Trial => ({
  ...trial(9, { setId: 'set-2', run: null, subject: name, title: name }),
  id: name,
  result: result({ provider: 'exemplar', model: null, costMicros: 0, usage: null, score: 100 }),
})

const path = 'codebundles/k8s-pvc-usage/runbook.robot'
const before = [{ path, mode: '100644' as const, content: '*** Tasks ***\nList Claims\n    Log    claims\n' }]
const files = [
  { path, mode: '100644' as const, content: '*** Tasks ***\nList PersistentVolumeClaims\n    Log    claims\n' },
  { path: 'codebundles/k8s-pvc-usage/README.md', mode: '100644' as const, content: '# Claims\n\nLists what is full.\n' },
]

/** The pages of trials with a replay under way; or on a registry just set up. */
export function fixtureTrials(kind: 'full' | 'empty'): TrialDeps {
  const all = [
    { set: replay, trials: replays },
    { set: earlier, trials: [trial(1, { setId: 'set-3', result: result({ score: 92, attempts: 2 }) })] },
    { set: evaluation, trials: [request('pvc-headroom'), request('node-pressure')] },
  ]
  const sets = kind === 'full' ? all : []
  return {
    trials: {
      add: async () => undefined,
      sets: async () => sets,
      set: async (id) => sets.find(({ set }) => set.id === id) ?? null,
      trial: async (id) => {
        const found = sets.flatMap(({ trials }) => trials).find((one) => one.id === id)
        return found === undefined ? null : { trial: found, files: found.result.attempts === 0 ? [] : files }
      },
      stop: async () => [],
      remove: async () => true,
    },
    runs: {
      newest: async () => (kind === 'full' ? endedRuns : []),
      at: async (places) => endedRuns.filter(({ key }) => places.some((place) => place.key === key)),
    },
    draftOfRun: async ({ key }) => (key === '7#1' ? before : null),
    sendTrial: async () => undefined,
    instructions,
    changes: { add: async () => undefined },
    newId: () => crypto.randomUUID(),
    now: () => fixtureNow,
  }
}
