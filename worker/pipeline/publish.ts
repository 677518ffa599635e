import type { IssueRecord } from '../domain/issue-record.ts'
import { commitMessage, mergeMessage, pullBody, pullTitle } from '../domain/pull-text.ts'
import type { EffectContext } from './effects.ts'

/**
 * One commit, one branch, one pull request per issue (design law 1). What is published is fixed in the journal before the first
 * call, so that a retry makes the same commit on the same parent; GitHub's side is looked at before it is changed.
 */
export async function publishDraft(record: IssueRecord, context: EffectContext): Promise<void> {
  const { github } = context.ports
  const { repository, branch } = record
  const base = await github.defaultBranch(repository)
  const files = context.journal.files()
  const publication = context.journal.publication(record.round) ?? fixPublication(record, context, base.sha)
  const headSha = await github.commitToBranch(repository, {
    branch,
    files,
    parentSha: publication.parentSha,
    remove: publication.remove,
    message: commitMessage(record),
    at: record.roundAt,
  })
  context.log('publish', `Committed ${files.length} files as ${headSha.slice(0, 12)} on ${branch}.`)
  const report = context.journal.report()
  const pull = await github.ensurePullRequest(repository, {
    branch,
    base: base.name,
    title: pullTitle(record),
    body: pullBody(record, report, context.ports.publicUrl),
  })
  context.log('publish', `Pull request #${pull.number} is open as a draft.`)
  context.journal.savePublished()
  const { number, nodeId, url } = pull
  context.dispatch(
    { type: 'PullRequestOpened', pull: { number, nodeId, url, headSha }, state: pull.state, merged: pull.merged },
    'registry',
  )
}

function fixPublication(record: IssueRecord, context: EffectContext, baseSha: string) {
  const kept = new Set(context.journal.files().map((file) => file.path))
  const publication = {
    parentSha: record.pull?.headSha ?? baseSha,
    remove: (context.journal.published()?.files ?? []).flatMap(({ path }) => (kept.has(path) ? [] : [path])),
  }
  context.journal.savePublication(record.round, publication)
  return publication
}

/** Merges exactly the approved head; anything else GitHub says goes back to the reviewers. */
export async function mergePull(headSha: string, record: IssueRecord, context: EffectContext): Promise<void> {
  if (record.pull === null) return
  const { github } = context.ports
  const result = await github.merge(record.repository, record.pull.number, headSha, mergeMessage(record))
  if (result.merged) {
    context.log('merge', `Merged as ${result.sha.slice(0, 12)}.`)
    return context.dispatch({ type: 'PullRequestMerged', sha: result.sha, login: record.approval?.login ?? 'registry' }, 'registry')
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
