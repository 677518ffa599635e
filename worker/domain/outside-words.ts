import * as z from 'zod'
import type { IssueEvent } from './issue-events.ts'
import type { IssueRecord } from './issue-record.ts'
import { isCurrent } from './turn.ts'

/** Ways in which a repository gets out of the App's reach, or may not be written to or shown any more. */
const losses = ['uninstalled', 'suspended', 'removed', 'transferred', 'deleted', 'archived', 'privatized'] as const
export type Loss = (typeof losses)[number]

const repository = z.object({ installationId: z.number(), repositoryId: z.number(), owner: z.string(), repo: z.string() })

/**
 * What an owner did to the repository or to the App's installation, for each issue of the repository. A loss names the installation that was lost, where it is one's.
 * `RepositoryMoved`: where the repository is and how it is reached, as of `at` (milliseconds since 1970; now, where nothing is said).
 */
export const outsideWord = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RepositoryGone'), how: z.enum(losses), installationId: z.number().optional() }),
  z.object({ type: z.literal('RepositoryMoved'), repository, at: z.number().optional() }),
])
export type OutsideWord = z.infer<typeof outsideWord>

/** What happened and what can be done about it; OWNER and REPOSITORY stand for names. */
const texts: Record<Loss, [reason: string, nextAction: string]> = {
  uninstalled: ['The GitHub App was uninstalled from REPOSITORY.', 'Install it there again, then choose Retry.'],
  suspended: [
    'The GitHub App is suspended for OWNER, so REPOSITORY is out of reach.',
    'An owner of OWNER can unsuspend it in the settings on GitHub; then choose Retry.',
  ],
  removed: [
    'The GitHub App has no access to REPOSITORY any more.',
    'Add the repository in the settings of the installation on GitHub, then choose Retry.',
  ],
  transferred: ['The repository REPOSITORY moved to where the GitHub App is not installed.', 'Install it there, then choose Retry.'],
  deleted: [
    'The repository REPOSITORY was deleted.',
    'File the request in another repository; or restore this one on GitHub, then choose Retry.',
  ],
  archived: ['The repository REPOSITORY is archived, so nothing can be written to it.', 'Unarchive it on GitHub, then choose Retry.'],
  privatized: [
    'The repository REPOSITORY was made private, and this registry shows what it holds to everybody.',
    'Make it public again, then choose Retry.',
  ],
}

/** Reason and next action, in this order, for people. */
export function lossText(how: Loss, { owner, repo }: IssueRecord['repository']): [string, string] {
  const named = (text: string) => text.replaceAll('OWNER', () => owner).replaceAll('REPOSITORY', () => `${owner}/${repo}`)
  const [reason, nextAction] = texts[how]
  return [named(reason), named(nextAction)]
}

/** Codes of failed calls that say the same as the word of an owner, which may be late or never come. */
const lossOf: Partial<Record<string, Loss>> = {
  app_not_installed: 'uninstalled',
  app_suspended: 'suspended',
  app_no_access: 'removed',
  repository_archived: 'archived',
  repository_private: 'privatized',
}

/** The event, or the loss of the repository that it stands for. */
export function asLoss(record: IssueRecord, event: IssueEvent): IssueEvent {
  const isFailure = event.type === 'EffectParked' || (event.type === 'JobFailed' && isCurrent(record, event.fence))
  const how = isFailure ? lossOf[event.code] : undefined
  return how === undefined ? event : { type: 'RepositoryGone', how }
}
