import { mkdirSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confinementHere } from '../../containers/confine/machine.ts'
import { rehearsalReportSchema } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import { reportSchema } from '../../worker/domain/report.ts'
import { attack, goodNeighbour, judge, lightAttempts, run, templateAttempts } from './escape-attempts.ts'
import { heavyAttempts } from './escape-heavy.ts'
import { makeWorld, type World } from './escape-world.ts'
import { bundlePath, goodBundle, runbookWith } from './good-bundle.ts'
import { honest, rehearsedBundle, rehearsedPath } from './rehearsal-bundles.ts'
import { makeRepository, runCli, tempDir, venv } from './support.ts'

/** Where the kernel does not allow namespaces there is nothing to escape from; that steps are refused there is tested below. */
const isShutOff = confinementHere(venv(), false).ran

let world: World
let usual: Awaited<ReturnType<typeof goodNeighbour>>

beforeAll(async () => {
  world = await makeWorld()
  usual = await goodNeighbour()
})
afterAll(() => world.close())

/** Attacks that take what a neighbour needs too. */
const greedy = ['fork bomb that spins', 'thread bomb', 'memory of many processes', '5 GB in many files', 'open files of many processes']

describe.skipIf(!isShutOff)('an attack from within a bundle fails and ends in time', () => {
  it('by every way out, from a library and from a script', async () => {
    const found: string[] = []
    for (const attempt of lightAttempts(world.targets)) found.push(...judge(attempt, await run(attempt), world))
    expect(found).toEqual([])
  })

  it('by templates', async () => {
    const attempts = templateAttempts(String(world.targets.secret))
    const found = await Promise.all(attempts.map(async (attempt) => judge(attempt, await run(attempt), world)))
    expect(found.flat()).toEqual([])
  })

  it.each(heavyAttempts.filter(({ name }) => !greedy.includes(name)))('by $name', async (attempt) => {
    expect(judge(attempt, await run(attempt), world)).toEqual([])
  })

  it.each(heavyAttempts.filter(({ name }) => greedy.includes(name)))(
    'by $name, and its neighbour has its usual answer',
    async (attempt) => {
      const [outcome, neighbour] = await Promise.all([run(attempt), goodNeighbour()])
      expect(judge(attempt, outcome, world)).toEqual([])
      expect([neighbour.ok, neighbour.looks]).toEqual([usual.ok, usual.looks])
    },
  )

  it('and nothing of any of them is left behind', () => {
    const own = readdirSync(tmpdir()).filter((name) => name.startsWith(`ccr-work-${process.pid}-`))
    // The neighbour's directory of the test, and the empty one on which roots are mounted.
    expect(own).toHaveLength(2)
    expect(world.damage()).toEqual([])
  })
})

/** A command before which the kernel refuses every namespace: to a root of few rights in a user namespace that may have no others. */
const refused = isShutOff
  ? [
      'unshare',
      '--user',
      '--map-root-user',
      'sh',
      '-c',
      'echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all "$@"',
      'sh',
    ]
  : []

/** A repository whose library tries what is harmless, against a world of its own. */
function attackOn(target: World, place: string): string {
  const targets = { ...target.targets, writable: place, harmless: true }
  const runbook = runbookWith('Library             Collections', 'Library             Shop')
  const content = attack(targets, 'raise RuntimeError(MESSAGE)')
  return makeRepository([...goodBundle({ 'runbook.robot': runbook }), { path: 'libraries/Shop/__init__.py', mode: '100644', content }])
}

describe('where the kernel refuses namespaces', () => {
  it('untrusted steps are not run, and the report says so', () => {
    const repository = attackOn(world, String(world.targets.place))
    const { stdout, status } = runCli('validate', [join(repository, bundlePath)], { before: refused })
    const report = reportSchema.parse(JSON.parse(stdout))
    expect([status, report.ok, report.confinement?.ran]).toEqual([1, false, false])
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'confinement/steps', status: 'fail', severity: 'block' }))
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'robot/dry-run', status: 'skip' }))
    const good = makeRepository(rehearsedBundle({ script: honest }))
    const rehearsed = runCli('rehearse', [join(good, rehearsedPath)], { before: refused })
    const rehearsal = rehearsalReportSchema.parse(JSON.parse(rehearsed.stdout))
    expect([rehearsed.status, rehearsal.ok, rehearsal.scenarios]).toEqual([1, false, []])
    expect(rehearsal.checks).toContainEqual(expect.objectContaining({ id: 'confinement/steps', status: 'fail' }))
    expect(world.damage()).toEqual([])
  })

  it('they run when the operator allows it, the report says that they ran open, and the same attack gets through', async () => {
    const own = await makeWorld()
    const place = join(tempDir(), 'open')
    mkdirSync(place)
    const repository = attackOn(own, place)
    const { stdout } = runCli('validate', [join(repository, bundlePath), '--allow-unconfined'], { before: refused })
    const report = reportSchema.parse(JSON.parse(stdout))
    expect(report.confinement).toMatchObject({ ran: true, network: 'open', files: 'open', processes: 'shared' })
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'confinement/steps', status: 'skip' }))
    expect(stdout).toContain(own.canary)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(own.damage()).toEqual(
      expect.arrayContaining(['connected by tcp', 'connected by udp', 'connected by abstract socket', 'changed a file outside']),
    )
    expect(readdirSync(place)).toHaveLength(1)
    await own.close()
  })
})
