import { createTwoFilesPatch } from 'diff'
import type { EndedRun } from '../domain/ended-run.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import { emptyResult, type Trial, type TrialSet } from '../domain/trial.ts'
import { readEvaluation, readReplay } from '../domain/trial-form.ts'
import { rowsOf, setRow, type TrialNotice, type TrialSetView, type TrialsView, type TrialView } from '../domain/trial-view.ts'

interface TrialSetWith {
  set: TrialSet
  trials: Trial[]
}

/** What the pages of trials read and change. */
export interface TrialDeps {
  trials: {
    add(set: TrialSet, trials: readonly Trial[], due: number): Promise<void>
    sets(limit: number): Promise<TrialSetWith[]>
    set(id: string): Promise<TrialSetWith | null>
    trial(id: string): Promise<{ trial: Trial; files: DraftFile[] } | null>
    stop(setId: string, now: number): Promise<{ id: string; step: number }[]>
    remove(setId: string): Promise<boolean>
  }
  runs: { newest(limit: number): Promise<EndedRun[]>; at(places: readonly { key: string; roundAt: number }[]): Promise<EndedRun[]> }
  /** The draft that an issue has of this run; null when it has gone on to another, or there is none. */
  draftOfRun(run: { key: string; roundAt: number }): Promise<DraftFile[] | null>
  sendTrial(step: { id: string; step: number }): Promise<void>
  /** What models are told unless somebody tries something else. */
  instructions: string
  changes: { add(change: { at: number; login: string; change: string }): Promise<void> }
  newId(): string
  now(): number
}

const setsShown = 50
const runsShown = 40
/** A message that is lost is sent again after this. */
const graceMs = 120_000

/** The address that answers a form, and what is said there. */
export interface TrialOutcome {
  path: string
  notice: TrialNotice
}

const listPath = '/admin/trials'

/** All sets, and the runs that can be replayed. */
export async function trialsView({ trials, runs, instructions }: TrialDeps): Promise<TrialsView> {
  const [sets, newest] = await Promise.all([trials.sets(setsShown), runs.newest(runsShown)])
  return { sets: sets.map(setRow), runs: newest, instructions }
}

/** A set held against another one, or against the runs it replays; null when there is no such set. */
export async function trialSetView(deps: TrialDeps, id: string, againstId: string): Promise<TrialSetView | null> {
  const [found, all] = await Promise.all([deps.trials.set(id), deps.trials.sets(setsShown)])
  if (found === null) return null
  const other = againstId === '' || againstId === id ? null : await deps.trials.set(againstId)
  const runs = await deps.runs.at(found.trials.flatMap(({ run }) => run ?? []))
  const subjects = new Set(found.trials.map(({ subject }) => subject))
  const others = all.filter(({ set, trials }) => set.id !== id && trials.some(({ subject }) => subjects.has(subject)))
  return {
    ...setRow(found),
    rows: rowsOf(found.trials, runs, other?.trials ?? null),
    against: other === null ? null : setRow(other),
    others: others.map(({ set }) => set),
    instructions: deps.instructions,
  }
}

/** A trial with its newest draft; null when there is no such trial in the set. */
export async function trialView({ trials, draftOfRun }: TrialDeps, setId: string, id: string): Promise<TrialView | null> {
  const [found, one] = await Promise.all([trials.set(setId), trials.trial(id)])
  if (found === null || one === null || one.trial.setId !== setId) return null
  const { trial, files } = one
  const before = trial.run === null || files.length === 0 ? null : await draftOfRun(trial.run)
  return { set: found.set, trial, files, changes: before === null ? null : changesOf(before, files) }
}

function changesOf(before: readonly DraftFile[], now: readonly DraftFile[]): { path: string; diff: string }[] {
  const textOf = (files: readonly DraftFile[], path: string) => files.find((file) => file.path === path)?.content ?? ''
  const paths = [...new Set([...before, ...now].map(({ path }) => path))].sort()
  return paths.flatMap((path) => {
    const [old, own] = [textOf(before, path), textOf(now, path)]
    return old === own ? [] : [{ path, diff: createTwoFilesPatch('run', 'trial', old, own, '', '', { context: 3 }) }]
  })
}

/** Starts a set of replays. */
export async function startReplay(deps: TrialDeps, { login }: { login: string }, field: (name: string) => string[]): Promise<TrialOutcome> {
  const order = readReplay(field, deps.instructions)
  if (order === null) return { path: listPath, notice: 'bad-replay' }
  const runs = await deps.runs.at(order.runs)
  if (runs.length < order.runs.length) return { path: listPath, notice: 'no-run' }
  const now = deps.now()
  const { provider, model, title, instructions } = order
  const set: TrialSet = {
    ...{ id: deps.newId(), source: 'replay', title, provider, model, instructions },
    standIn: false,
    createdAt: now,
    createdBy: login,
  }
  const list = runs.map((run): Trial => {
    const { key, roundAt, repository, round } = run
    const title = `${repository}#${key.split('#')[1]}${round > 1 ? `, round ${round}` : ''}`
    return {
      id: deps.newId(),
      setId: set.id,
      subject: `${key}/${roundAt}`,
      title,
      run: { key, roundAt },
      stage: 'draft',
      result: emptyResult('', provider),
    }
  })
  await deps.trials.add(set, list, now + graceMs)
  // A message that is not sent is sent by the minute sweep.
  await Promise.allSettled(list.map(({ id }) => deps.sendTrial({ id, step: 1 })))
  await deps.changes.add({ at: now, login, change: `started ${list.length === 1 ? 'a replay' : `${list.length} replays`} with ${title}` })
  return { path: `${listPath}/${set.id}`, notice: 'replay-started' }
}

/** Keeps the results of an evaluation. */
export async function importEvaluation(deps: TrialDeps, { login }: { login: string }, text: string): Promise<TrialOutcome> {
  const evaluation = readEvaluation(text)
  if (evaluation === null) return { path: listPath, notice: 'bad-evaluation' }
  const now = deps.now()
  const { provider, model, standIn, results } = evaluation
  const title = `${provider}${model === null ? '' : `, ${model}`}, ${results.length} requests`
  const set: TrialSet = {
    id: deps.newId(),
    source: 'evaluation',
    title,
    provider,
    model,
    instructions: null,
    standIn,
    createdAt: now,
    createdBy: login,
  }
  const list = results.map(
    ({ request, result }): Trial => ({
      id: deps.newId(),
      setId: set.id,
      subject: request,
      title: request,
      run: null,
      stage: 'ended',
      result,
    }),
  )
  await deps.trials.add(set, list, now)
  await deps.changes.add({ at: now, login, change: `imported the results of an evaluation: ${title}` })
  return { path: `${listPath}/${set.id}`, notice: 'evaluation-imported' }
}

/** Ends the trials of a set that are under way. */
export async function stopTrials(deps: TrialDeps, { login }: { login: string }, setId: string): Promise<TrialOutcome> {
  const stopped = await deps.trials.stop(setId, deps.now())
  await Promise.allSettled(stopped.map((step) => deps.sendTrial(step)))
  if (stopped.length > 0) await deps.changes.add({ at: deps.now(), login, change: `stopped ${stopped.length} replays` })
  return { path: `${listPath}/${setId}`, notice: 'trials-stopped' }
}

/** Deletes a set with its results. One that is under way is stopped first, by another form. */
export async function deleteTrials(deps: TrialDeps, { login }: { login: string }, setId: string): Promise<TrialOutcome> {
  const found = await deps.trials.set(setId)
  if (found === null) return { path: listPath, notice: 'no-trials' }
  if (found.trials.some(({ stage }) => stage === 'draft' || stage === 'prove'))
    return { path: `${listPath}/${setId}`, notice: 'trials-busy' }
  await deps.trials.remove(setId)
  await deps.changes.add({ at: deps.now(), login, change: `deleted the results "${found.set.title}"` })
  return { path: listPath, notice: 'trials-deleted' }
}
