import { and, asc, desc, eq, getTableColumns, inArray, isNotNull, lt, lte, sql } from 'drizzle-orm'
import * as z from 'zod'
import { type DraftFile, draftFileSchema } from '../domain/sandbox-protocol.ts'
import { type Trial, type TrialSet, trialResultSchema } from '../domain/trial.ts'
import type { TrialAdvance, TrialStep, TrialWork } from '../pipeline/trial-ports.ts'
import { connect, runBatch } from './batch.ts'
import { trialSets, trials } from './schema-trials.ts'

/** Written by this store only, hence the provider's own part is not looked into. */
const workSchema = z.object({
  files: z.array(draftFileSchema).default([]),
  feedback: z.array(z.string()).default([]),
  waiting: z.custom<TrialWork['waiting']>().optional(),
  passed: z.custom<TrialWork['passed']>().optional(),
})

type Row = Omit<typeof trials.$inferSelect, 'work'>

function trialOf({ id, setId, subject, title, issueKey, roundAt, stage, result }: Row): Trial {
  const run = issueKey === null || roundAt === null ? null : { key: issueKey, roundAt }
  return { id, setId, subject, title, run, stage, result: trialResultSchema.parse(JSON.parse(result)) }
}

function stepOf({ work, ...row }: typeof trials.$inferSelect): TrialStep {
  const { files, feedback, waiting, passed } = workSchema.parse(JSON.parse(work))
  const more = { ...(waiting === undefined ? {} : { waiting }), ...(passed === undefined ? {} : { passed }) }
  return { ...trialOf(row), step: row.step, tries: row.tries, work: { files, feedback, ...more } }
}

const { work: _work, ...withoutWork } = getTableColumns(trials)

/** Trials and their results, on D1. Every change of a trial names the step it belongs to, so that a message which comes twice changes nothing. */
export function createTrialStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /** Stores a set with its trials. Those that are to be worked on are due at `due`. */
    async add(set: TrialSet, list: readonly Trial[], due: number): Promise<void> {
      const rows = list.map((trial, place) =>
        db.insert(trials).values({
          ...{ id: trial.id, setId: set.id, place, subject: trial.subject, title: trial.title, stage: trial.stage },
          ...{ issueKey: trial.run?.key ?? null, roundAt: trial.run?.roundAt ?? null, step: 1, tries: 0, heldUntil: 0 },
          ...{ due: trial.stage === 'ended' ? null : due, result: JSON.stringify(trial.result), work: '{}' },
          endedAt: trial.stage === 'ended' ? set.createdAt : null,
        }),
      )
      await runBatch(db, [db.insert(trialSets).values(set), ...rows])
    },
    /** Takes a step until `until`; null when it is done, or somebody else has it. */
    async claim(id: string, step: number, { now, until }: { now: number; until: number }): Promise<TrialStep | null> {
      const [row] = await db
        .update(trials)
        .set({ heldUntil: until, due: until, tries: sql`${trials.tries} + 1` })
        .where(and(eq(trials.id, id), eq(trials.step, step), isNotNull(trials.due), lte(trials.heldUntil, now)))
        .returning()
      return row === undefined ? null : stepOf(row)
    },
    /** Ends a step and makes room for the next. False when the step was ended before. */
    async advance(id: string, step: number, { stage, result, work, due, tries = 0 }: TrialAdvance): Promise<boolean> {
      const isOver = stage === 'ended' || stage === 'stopped'
      const set = { stage, result: JSON.stringify(result), work: JSON.stringify(work), step: step + 1, tries, heldUntil: 0 }
      const changed = await db
        .update(trials)
        .set({ ...set, due: isOver ? null : due, ...(isOver ? { endedAt: due } : {}) })
        .where(and(eq(trials.id, id), eq(trials.step, step), isNotNull(trials.due)))
        .returning({ id: trials.id })
      return changed.length > 0
    },
    /** Steps whose message or consumer was lost. */
    overdue: (now: number, limit: number): Promise<{ id: string; step: number }[]> =>
      db
        .select({ id: trials.id, step: trials.step })
        .from(trials)
        .where(and(isNotNull(trials.due), lt(trials.due, now)))
        .orderBy(asc(trials.due))
        .limit(limit),
    /** The newest sets with their trials, without drafts. */
    async sets(limit: number): Promise<{ set: TrialSet; trials: Trial[] }[]> {
      const sets = await db.select().from(trialSets).orderBy(desc(trialSets.createdAt)).limit(limit)
      const ids = sets.map(({ id }) => id)
      const rows = ids.length === 0 ? [] : await db.select(withoutWork).from(trials).where(inArray(trials.setId, ids)).orderBy(trials.place)
      const all = rows.map(trialOf)
      return sets.map((set) => ({ set, trials: all.filter(({ setId }) => setId === set.id) }))
    },
    async set(id: string): Promise<{ set: TrialSet; trials: Trial[] } | null> {
      const [set] = await db.select().from(trialSets).where(eq(trialSets.id, id))
      if (set === undefined) return null
      const rows = await db.select(withoutWork).from(trials).where(eq(trials.setId, id)).orderBy(trials.place)
      return { set, trials: rows.map(trialOf) }
    },
    /** A trial with its newest draft. */
    async trial(id: string): Promise<{ trial: Trial; files: DraftFile[] } | null> {
      const [row] = await db.select().from(trials).where(eq(trials.id, id))
      if (row === undefined) return null
      const { step: _step, tries: _tries, work, ...trial } = stepOf(row)
      return { trial, files: work.files }
    },
    /** Ends what is under way of a set; what has ended stays as it is. Returns the steps that clear away what went on elsewhere. */
    stop: (setId: string, now: number): Promise<{ id: string; step: number }[]> =>
      db
        .update(trials)
        .set({ stage: 'stopped', due: now, heldUntil: 0, step: sql`${trials.step} + 1` })
        .where(and(eq(trials.setId, setId), isNotNull(trials.due)))
        .returning({ id: trials.id, step: trials.step }),
    /** False when there is no such set. */
    async remove(setId: string): Promise<boolean> {
      return (await db.delete(trialSets).where(eq(trialSets.id, setId)).returning({ id: trialSets.id })).length > 0
    },
    /** Forgets drafts of trials that ended before then; their results stay. */
    async prune(before: number): Promise<void> {
      await db
        .update(trials)
        .set({ work: '{}' })
        .where(and(lt(trials.endedAt, before), sql`${trials.work} <> '{}'`))
    },
  }
}
