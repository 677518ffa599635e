import { runOf } from '../../domain/issue-record.ts'
import { agentIdOf } from './agent-id.ts'

/**
 * Which issue an agent works for, and under what name. Ids are made from names and cannot be turned back, so those of all issues at work are
 * made and compared: an id that is none of ours leads nowhere. Webhooks of the older API write `bc_` for `bc-`.
 */
export async function findRun<T extends Parameters<typeof runOf>[0]>(
  agentId: string,
  atWork: readonly T[],
): Promise<{ issue: T; run: string } | null> {
  const wanted = agentId.toLowerCase().replace(/^bc_/, 'bc-')
  for (const issue of atWork) {
    const run = runOf(issue)
    if ((await agentIdOf(run)) === wanted) return { issue, run }
  }
  return null
}
