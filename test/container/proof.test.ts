import { beforeAll, describe, expect, it } from 'vitest'
import { validate } from '../../containers/validate/validate.ts'
import { lockFiles } from '../../worker/domain/rehearsal/locks.ts'
import { isIntact } from '../../worker/domain/report-hash.ts'
import type { DraftFile, ValidateRequest } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle } from './good-bundle.ts'
import { failures, makeRepository, tempDir, venv } from './support.ts'

const scenario: DraftFile = {
  path: `${bundlePath}/.test/rehearsal/unreachable.yaml`,
  mode: '100644',
  content: 'name: unreachable\ndefault: {exitCode: 1, stderr: "no route"}\nexpect: {neverHealthy: true}\n',
}

beforeAll(() => void venv(), 300_000)

function prove(files: DraftFile[], more: Partial<ValidateRequest> = {}) {
  const url = makeRepository([{ path: 'README.md', mode: '100644', content: '# Care\n' }])
  const request = { url, bundlePath, files, ...more }
  return validate({ ...request, workDir: tempDir(), venv: venv(), allowPath: true, progress: () => undefined })
}

const bytes = ({ path, content }: DraftFile) => ({ path, content: new TextEncoder().encode(content) })

describe('the whole proof of a draft', () => {
  it('tells what ran, how long, with what, and is sealed; twice the same', async () => {
    const first = await prove([...goodBundle(), scenario], { rehearse: true })
    expect(first.steps?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Robot files',
        'Dry run',
        'bash -n and ShellCheck',
        'Templates',
        'jq programs',
        'Rules',
        'Rehearsal: everything-fails',
        'Rehearsal: unreachable',
      ]),
    )
    expect(first.steps?.filter(({ status }) => status === 'ran').every(({ about }) => about.length > 0)).toBe(true)
    expect(first.rehearsal?.permissions.kubernetes).toEqual([{ apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['list'] }])
    expect(await isIntact(first)).toBe(true)
    const again = await prove([...goodBundle(), scenario], { rehearse: true })
    expect(again.hash).toBe(first.hash)
  })

  it('does not run a bundle that fails before, and says so', async () => {
    const report = await prove(goodBundle({ 'check_usage.sh': '#!/bin/bash\necho "open\n' }), { rehearse: true })
    expect(report.ok).toBe(false)
    expect(report.rehearsal).toBeUndefined()
    expect(report.steps?.at(-1)).toMatchObject({ name: 'Rehearsal', status: 'skipped', about: expect.stringMatching(/blocking check/) })
    const broken = report.checks.find(({ id, status }) => id === 'script/syntax' && status === 'fail')
    expect(broken?.excerpt).toMatch(/echo "open|^$/)
  })

  it('says that locked scenarios are unchanged, and refuses a draft that changes one', async () => {
    const locks = await lockFiles([bytes(scenario)])
    const kept = await prove([...goodBundle(), scenario], { locks })
    expect(kept.checks.find(({ id }) => id === 'acceptance/locked')).toMatchObject({ status: 'pass', message: 'locked: 1 of 1, unchanged' })
    const weaker = { ...scenario, content: scenario.content.replace('neverHealthy', 'tasksPass') }
    const changed = await prove([...goodBundle(), weaker], { locks })
    expect(changed.ok).toBe(false)
    expect(failures(changed)).toContain('block acceptance/locked')
    expect(changed.locks).toMatchObject({ total: 1, unchanged: 0, broken: [{ why: 'was changed' }] })
  })
})
