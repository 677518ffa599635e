import { allowedActions, type IssueRecord, type JobKind, runOf } from '../domain/issue-record.ts'
import { strategyOf } from '../domain/repair.ts'
import type { IssueSummary, IssueView } from '../domain/views.ts'
import type { JobInput } from './job-messages.ts'
import type { Journal } from './journal.ts'

/** Directory of the bundle in its collection. */
export function bundlePathOf(record: IssueRecord): string {
  return `codebundles/${record.plan?.slug ?? ''}`
}

/** What lists and dashboards show. */
export function summaryOf(record: IssueRecord, journal: Journal): IssueSummary {
  const { repository, pull } = record
  return {
    key: record.key,
    owner: repository.owner,
    repo: repository.repo,
    number: record.number,
    title: record.title,
    url: record.url,
    requester: record.requester.login,
    state: record.state,
    since: record.since,
    openedAt: record.openedAt,
    updatedAt: record.since,
    round: record.round,
    attempt: record.attempt,
    slug: record.plan?.slug ?? null,
    platform: record.plan?.platform ?? record.request.platform,
    provider: record.draft?.provider ?? null,
    pull: pull === null ? null : { number: pull.number, url: pull.url, headSha: pull.headSha },
    outcome: record.outcome,
    seq: journal.lastSeq(),
  }
}

/** Everything the issue page shows. */
export function viewOf(record: IssueRecord, journal: Journal): IssueView {
  return {
    summary: summaryOf(record, journal),
    // Records of an earlier version have no hidden parts noted.
    request: { text: record.request.text, hidden: record.request.hidden ?? [], suspicion: record.request.suspicion ?? 0 },
    plan: record.plan,
    files: journal.files(),
    report: journal.report(),
    approval: record.approval,
    draft: record.draft === null ? null : { model: record.draft.model, notes: record.draft.notes, authors: record.draft.authors ?? {} },
    drafts: record.drafts ?? [],
    spentMicros: record.spent?.micros ?? null,
    spentIsWhole: record.spent?.isWhole ?? true,
    forecast: record.forecast ?? null,
    planApproval: record.planApproval ?? null,
    waits: record.waits ?? null,
    run: record.run ?? null,
    meter: journal.meter(),
    events: journal.eventsAfter(0),
    actions: allowedActions(record),
    deadline: record.deadline,
  }
}

function publishedOf(record: IssueRecord, journal: Journal): Extract<JobInput, { kind: 'generate' }>['published'] {
  const humanHead = record.humanHead ?? null
  const published = journal.published() ?? (humanHead === null ? null : { written: [], files: [] })
  return published === null ? null : { ...published, humanHead }
}

/** The input of a job; null when the record lacks what the job needs. */
export function workOf(record: IssueRecord, journal: Journal, kind: JobKind, watched = false): JobInput | null {
  const { plan, repository } = record
  if (plan === null || record.job === null) return null
  const base = { repository, fence: record.job.fence }
  switch (kind) {
    case 'generate':
      return {
        ...base,
        kind,
        coverage: plan.coverage,
        published: publishedOf(record, journal),
        generation: {
          run: runOf(record),
          watched,
          ...(record.job.waiting === undefined ? {} : { waiting: record.job.waiting }),
          request: record.request,
          plan,
          round: record.round,
          attempt: record.attempt,
          ...strategyOf(record),
          previous: journal.files(),
          feedback: record.feedback,
          author: record.requester.login,
        },
      }
    case 'validate':
      // A head pushed by a person is checked as it stands on the branch.
      if (record.draft?.provider === 'human')
        return { ...base, kind, bundlePath: bundlePathOf(record), files: [], ref: record.pull?.headSha ?? null, plan }
      return { ...base, kind, bundlePath: bundlePathOf(record), files: journal.files(), ref: null, plan }
    case 'index':
      return { ...base, kind, slug: plan.slug }
  }
}
