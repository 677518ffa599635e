import { type CoverageCandidate, isDuplicate, rankCoverage } from '../../worker/domain/coverage.ts'
import { platformOfWords } from '../../worker/domain/lexicon/platforms.ts'
import type { Plan } from '../../worker/domain/plan.ts'
import type { ParsedRequest } from '../../worker/domain/request.ts'
import { triggerLabel } from '../../worker/domain/states.ts'
import { judgeTrust, type TrustQuestion } from '../../worker/domain/trust.ts'
import type { RequestFile } from '../stack/request-file.ts'
import known from './public-names.json' with { type: 'json' }

/** What triage would decide about an issue of which only a file is there: GitHub's permission API is not asked, the association stands in for it. */
export interface Decision {
  decision: 'ignored' | 'denied' | 'needs-approval' | 'needs-info' | 'duplicate' | 'allowed'
  reason: string
}

/** The permission that people with this association usually have. */
const usual: Record<string, TrustQuestion['permission']> = { OWNER: 'admin', MEMBER: 'write', COLLABORATOR: 'write', CONTRIBUTOR: 'read' }

/** Decides in the order of the pipeline: is it a request, who asks, is enough said, does it exist. */
export function decideOffline(
  file: RequestFile,
  request: ParsedRequest,
  planned: { plan: Omit<Plan, 'coverage'> } | { needsInfo: string[] },
): Decision {
  if (request.shape === 'none') return { decision: 'ignored', reason: 'The issue asks for no CodeBundle.' }
  const { association, senderType } = file
  const labelled = labelledBy(file)
  const trust = judgeTrust({
    permission: usual[association] ?? 'none',
    association,
    senderType,
    ...(labelled === null ? {} : { labelledBy: { login: 'maintainer', permission: labelled } }),
  })
  if (trust.verdict === 'denied') return { decision: 'denied', reason: trust.reason }
  if ('needsInfo' in planned) return { decision: 'needs-info', reason: planned.needsInfo.join(' ') }
  const duplicate = isDuplicate(rankCoverage(request, planned.plan, publicNames()))
  if (duplicate !== null) return { decision: 'duplicate', reason: `${duplicate.collection}/${duplicate.slug}: ${duplicate.why}` }
  return { decision: trust.verdict === 'allowed' ? 'allowed' : 'needs-approval', reason: trust.reason }
}

/** Only somebody with triage permission can put this label on: no form of any template sets it. */
function labelledBy(file: RequestFile): TrustQuestion['permission'] | null {
  if (file.labelledBy !== null) return usual[file.labelledBy.toUpperCase()] ?? 'none'
  return file.labels.some((label) => label.trim().toLowerCase() === triggerLabel) ? 'triage' : null
}

/** The public CodeBundles by their names alone; the registry itself compares tasks besides. */
function publicNames(): CoverageCandidate[] {
  return Object.entries(known.bundles).flatMap(([collection, slugs]) =>
    slugs.split(' ').map((slug) => ({
      collection,
      slug,
      displayName: slug.replaceAll('-', ' '),
      description: '',
      tasks: [],
      tags: [],
      platform: platformOfWords(slug.replaceAll('-', ' '), '') ?? 'other',
    })),
  )
}
