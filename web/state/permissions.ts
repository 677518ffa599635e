import { hasRole, type Role } from '../../worker/domain/roles.ts'
import { actionRoles, type IssueAction, type IssueSummary, type Viewer } from '../../worker/domain/views.ts'

export type Permission = { allowed: true } | { allowed: false; why: 'signed-out' | 'role' | 'requester'; needs: Role }

const approvals: readonly IssueAction[] = ['approve', 'approve-plan']

/** Whether the page offers `action` to `viewer`. The server decides again; this only saves people a refusal. */
export function permissionFor(action: IssueAction, viewer: Viewer | null, issue: Pick<IssueSummary, 'requester'>): Permission {
  const needs = actionRoles[action]
  if (viewer === null) return { allowed: false, why: 'signed-out', needs }
  const isRequester = viewer.login.toLowerCase() === issue.requester.toLowerCase()
  if (isRequester && approvals.includes(action)) return { allowed: false, why: 'requester', needs }
  if (hasRole(viewer.role, needs) || (isRequester && action === 'cancel')) return { allowed: true }
  return { allowed: false, why: 'role', needs }
}
