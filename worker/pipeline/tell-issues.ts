import type { OutsideWord } from '../domain/outside-words.ts'
import { inLanes } from '../lib/lanes.ts'
import type { JobMessage } from './job-messages.ts'

/** A word for every issue of some repositories, from the key `after` on. `mark` names the delivery it came with. */
export type Telling = Extract<JobMessage, { type: 'tell' }>

export interface TellDeps {
  /** Keys of the issues of these repositories, in their order, after one of them. */
  keysOf(repositoryIds: readonly number[], after: string, limit: number): Promise<string[]>
  issue(key: string): { outside(mark: string, word: OutsideWord): Promise<void> }
  sendJob(message: JobMessage): Promise<void>
}

/** Issues told by one message: a few seconds' work, whatever their number. The rest is the next message's. */
export const toldAtOnce = 50
const lanes = 5

/** Tells the next issues. May be repeated: each hears of a delivery once. */
export async function tellIssues(telling: Telling, deps: TellDeps): Promise<void> {
  const keys = await deps.keysOf(telling.repositoryIds, telling.after, toldAtOnce)
  await inLanes(keys, lanes, (key) => deps.issue(key).outside(telling.mark, telling.word))
  const last = keys[toldAtOnce - 1]
  if (last !== undefined) await deps.sendJob({ ...telling, after: last })
}
