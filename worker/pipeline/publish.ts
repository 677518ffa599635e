import { OutsideError } from '../domain/failure.ts'
import type { IssueRecord } from '../domain/issue-record.ts'
import { commitMessage, mergeMessage, pullBody, pullTitle } from '../domain/pull-text.ts'
import type { EffectContext } from './effects.ts'
import type { PullRequest } from './ports.ts'

/**
 * One commit, one branch, one pull request per issue (design law 1). What is published is fixed in the journal before the first
 * call, so that a retry makes the same commit on the same parent; GitHub's side is looked at before it is changed.
 */
export async function publishDraft(record: IssueRecord, context: EffectContext): Promise<void> {
  const { github } = context.ports
  const { repository, branch } = record
  const base = await github.defaultBranch(repository)
  // It is on its pull request already, by a person or by an earlier start: only what has become of that is to be known.
  const { pull: known, draft, roundAt } = record
  const isKnown = known !== null && (draft?.provider === 'human' || context.journal.published()?.roundAt === roundAt)
  const headSha = isKnown ? known.headSha : await commitDraft(record, context, base.sha)
  if (headSha === undefined) return
  const report = context.journal.report()
  const wanted = { branch, base: base.name, title: pullTitle(record), body: pullBody(record, report, context.ports.publicUrl) }
  const found = isKnown ? await github.getPullRequest(repository, known.number) : await github.ensurePullRequest(repository, wanted)
  const { number, nodeId, url, state, merged, ...pull } = await opened(found, record, context)
  context.log('publish', `Pull request #${number} is ${state}.`)
  if (!isKnown) context.journal.savePublished(roundAt)
  context.dispatch({ type: 'PullRequestOpened', pull: { number, nodeId, url, headSha }, state, merged, isKnown }, 'registry')
  if (isKnown && state === 'open') context.dispatch({ type: 'HeadMoved', headSha: pull.headSha, login: 'github' }, 'registry')
}

/** The commit of the draft; undefined when somebody else's commits are on the branch, which is told as an event. */
async function commitDraft(record: IssueRecord, context: EffectContext, baseSha: string): Promise<string | undefined> {
  const { github } = context.ports
  const { repository, branch, roundAt } = record
  const files = context.journal.files()
  const publication = context.journal.publication(roundAt) ?? fixPublication(record, context, baseSha)
  try {
    const headSha = await github.commitToBranch(repository, { branch, files, ...publication, message: commitMessage(record), at: roundAt })
    context.log('publish', `Committed ${files.length} files as ${headSha.slice(0, 12)} on ${branch}.`)
    return headSha
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== 'branch_conflict') throw error
    const tip = await github.branchTip(repository, branch)
    if (record.pull === null && tip?.isOwn && tip.sha !== publication.parentSha) {
      // An earlier draft of ours, of which no pull request came.
      context.journal.savePublication(roundAt, { parentSha: tip.sha, remove: [] })
      return commitDraft(record, context, baseSha)
    }
    context.dispatch({ type: 'BranchMoved', headSha: record.pull === null ? null : (tip?.sha ?? null), detail: error.message }, 'registry')
    return undefined
  }
}

/** A pull request that was closed together with its request is opened again with it; one that a person closed stays as it is. */
async function opened(pull: PullRequest, record: IssueRecord, { ports }: EffectContext): Promise<PullRequest> {
  if (pull.state === 'open' || pull.merged || !record.isClosedByUs) return pull
  return ports.github.reopenPullRequest(record.repository, pull.number)
}

function fixPublication(record: IssueRecord, context: EffectContext, baseSha: string) {
  const { journal } = context
  const kept = new Set(journal.files().map((file) => file.path))
  const publication = {
    parentSha: record.pull?.headSha ?? baseSha,
    remove: (journal.published()?.files ?? []).flatMap(({ path }) => (kept.has(path) ? [] : [path])),
  }
  if (record.pull === null) journal.saveBase(baseSha)
  journal.savePublication(record.roundAt, publication)
  return publication
}

/** Merges exactly the approved head; anything else GitHub says goes back to the reviewers. */
export async function mergePull(headSha: string, record: IssueRecord, context: EffectContext): Promise<void> {
  if (record.pull === null) return
  const { github } = context.ports
  const result = await github.merge(record.repository, record.pull.number, headSha, mergeMessage(record))
  if (result.merged) {
    context.log('merge', `Merged as ${result.sha.slice(0, 12)}.`)
    return void context.dispatch({ type: 'PullRequestMerged', sha: result.sha, login: record.approval?.login ?? 'registry' }, 'registry')
  }
  context.dispatch({ type: 'MergeRefused', reason: result.reason, detail: result.detail }, 'registry')
  if (result.reason !== 'head_moved') return
  const pull = await github.getPullRequest(record.repository, record.pull.number)
  context.dispatch({ type: 'HeadMoved', headSha: pull.headSha, login: 'github' }, 'registry')
}

/** Closes the pull request of a cancelled issue. */
export async function closePull(record: IssueRecord, context: EffectContext): Promise<void> {
  if (record.pull !== null) await context.ports.github.closePullRequest(record.repository, record.pull.number)
}
