import { describe, expect, it } from 'vitest'
import { judgeTrust, type TrustQuestion, type Verdict } from '../../../worker/domain/trust.ts'

const table: [TrustQuestion['permission'], string, Verdict][] = [
  ['admin', 'OWNER', 'allowed'],
  ['maintain', 'MEMBER', 'allowed'],
  ['write', 'COLLABORATOR', 'allowed'],
  ['triage', 'NONE', 'allowed'],
  ['read', 'CONTRIBUTOR', 'needs_approval'],
  ['none', 'CONTRIBUTOR', 'needs_approval'],
  ['read', 'MEMBER', 'needs_approval'],
  ['none', 'OWNER', 'denied'],
  ['none', 'MEMBER', 'denied'],
  ['read', 'NONE', 'denied'],
  ['none', 'FIRST_TIMER', 'denied'],
  ['none', 'FIRST_TIME_CONTRIBUTOR', 'denied'],
  ['admin', 'MANNEQUIN', 'denied'],
]

describe('trust', () => {
  it.each(table)('judges permission %s with association %s as %s', (permission, association, verdict) => {
    expect(judgeTrust({ permission, association, senderType: 'User' }).verdict).toBe(verdict)
  })

  it('denies a bot whatever its permission', () => {
    expect(judgeTrust({ permission: 'admin', association: 'OWNER', senderType: 'Bot' }).verdict).toBe('denied')
  })

  it('allows a stranger whose issue a maintainer labelled, and not one whom another stranger labelled', () => {
    const question: TrustQuestion = { permission: 'none', association: 'NONE', senderType: 'User' }
    expect(judgeTrust({ ...question, labelledBy: { login: 'rex', permission: 'write' } }).verdict).toBe('allowed')
    expect(judgeTrust({ ...question, labelledBy: { login: 'nils', permission: 'read' } }).verdict).toBe('denied')
  })
})
