import type { Authors } from './attribution.ts'
import type { IssueRecord } from './issue-record.ts'
import type { Report } from './report.ts'
import { reportMarkdown } from './report-formats.ts'
import { quoteForMarkdown } from './sanitise.ts'

/** Findings listed one by one on the pull request; the page has all of them. */
const maxListed = 30

/** Title of the pull request, the same for every round. */
export function pullTitle(record: IssueRecord): string {
  return `Add CodeBundle ${record.plan?.slug ?? ''}`
}

/** Message of a round's commit. Depends on stored facts only: the same round gives the same SHA. */
export function commitMessage(record: IssueRecord): string {
  const verb = record.round === 1 ? 'Add' : 'Revise'
  return `${verb} CodeBundle ${record.plan?.slug ?? ''}\n\nFor issue #${record.number}, round ${record.round}. Written by ${record.draft?.provider ?? 'unknown'}.`
}

/** Squash commit of the merge. */
export function mergeMessage(record: IssueRecord): { title: string; body: string } {
  return {
    title: `${pullTitle(record)} (#${record.pull?.number ?? 0})`,
    body: `Closes #${record.number}\n\nApproved by ${record.approval?.login ?? 'unknown'} at ${record.approval?.headSha ?? 'unknown'}.`,
  }
}

/** Body of the pull request: what was asked, who wrote it, and the evidence. Markdown, safe to post. */
export function pullBody(record: IssueRecord, report: Report | null, publicUrl: string): string {
  const { repository, plan, draft } = record
  const page = `${publicUrl}/issues/${repository.owner}/${repository.repo}/${record.number}`
  return [
    `Closes #${record.number}`,
    '',
    quoteForMarkdown(plan?.summary ?? ''),
    '',
    ...(plan?.tasks.map((task) => `- ${quoteForMarkdown(task.title)}`) ?? []),
    '',
    '## Who wrote it',
    '',
    `Provider \`${draft?.provider ?? 'unknown'}\`${draft?.model === null || draft === null ? '' : `, model \`${draft.model}\``}; cost ${costWords(draft?.costMicros ?? null)}; round ${record.round}, attempt ${record.attempt}.`,
    '',
    ...authorLines(draft?.authors ?? {}),
    ...(draft?.notes.map((note) => `> ${quoteForMarkdown(note)}`) ?? []),
    '',
    '## Validation report',
    '',
    ...(report === null ? ['No report: the draft was not checked.'] : reportMarkdown(report, maxListed)),
    '',
    `[Review it, with its timeline and logs](${page})`,
  ].join('\n')
}

/** Who wrote which files, where it was more than one. */
function authorLines(authors: Authors): string[] {
  const byAuthor = new Map<string, string[]>()
  for (const [path, author] of Object.entries(authors))
    byAuthor.set(author, [...(byAuthor.get(author) ?? []), path.split('/').slice(2).join('/')])
  if (byAuthor.size < 2) return []
  return [...[...byAuthor].map(([author, paths]) => `- ${quoteForMarkdown(author)}: ${paths.map((path) => `\`${path}\``).join(', ')}`), '']
}

function costWords(costMicros: number | null): string {
  return costMicros === null ? 'unknown' : `$${(costMicros / 1_000_000).toFixed(4)}`
}
