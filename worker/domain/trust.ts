/** GitHub's word for how a person relates to the repository, as issues and comments carry it. */
export type Association = string

export type Verdict = 'allowed' | 'needs_approval' | 'denied'

export interface TrustQuestion {
  /** From GitHub's permission API, asked for the person who acted, at the time it matters. */
  permission: 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'
  association: Association
  /** `User`, `Bot`, `Organization`, `Mannequin`: GitHub's `sender.type`. */
  senderType: string
  /** Permission of the person who put the trigger label on, when that is somebody else than the author. */
  labelledBy?: { login: string; permission: TrustQuestion['permission'] }
}

const trusted: readonly string[] = ['admin', 'maintain', 'write', 'triage']

/** Decides whether a request may cost anything. Permission decides; an association alone opens nothing. The reason is fit for a comment. */
export function judgeTrust(question: TrustQuestion): { verdict: Verdict; reason: string } {
  const association = question.association.toUpperCase()
  if (question.senderType !== 'User' || association === 'MANNEQUIN') {
    return { verdict: 'denied', reason: 'Requests are taken from people; this one was sent by an automated or placeholder account.' }
  }
  if (trusted.includes(question.permission)) {
    return { verdict: 'allowed', reason: `The sender has ${question.permission} permission on this repository.` }
  }
  const labeller = question.labelledBy
  if (labeller !== undefined && trusted.includes(labeller.permission)) {
    return { verdict: 'allowed', reason: `A person with ${labeller.permission} permission put the trigger label on.` }
  }
  const known =
    association === 'CONTRIBUTOR' || (question.permission === 'read' && ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association))
  if (known) {
    return {
      verdict: 'needs_approval',
      reason: 'The sender is known here but has no triage permission, so a maintainer has to approve the plan first.',
    }
  }
  return {
    verdict: 'denied',
    reason: 'Requests need triage permission on this repository, or a maintainer who puts the trigger label on.',
  }
}
