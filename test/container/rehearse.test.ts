import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { confinementHere } from '../../containers/confine/machine.ts'
import { readScenario } from '../../containers/rehearse/scenario-files.ts'
import { type RehearsalReport, rehearsalReportSchema } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import { endless, honest, initialised, rehearsedBundle, rehearsedPath, swallowing, writing } from './rehearsal-bundles.ts'
import { makeRepository, projectRoot, runCli, tempDir, venv } from './support.ts'

venv()

interface Rehearsed {
  status: number | null
  report: RehearsalReport
  /** Looks of runbook and SLI by scenario. */
  looks: Record<string, (string | undefined)[]>
  failed: string[]
}

function rehearse(files: Parameters<typeof rehearsedBundle>[0], ...args: string[]): Rehearsed {
  const repository = makeRepository(rehearsedBundle(files))
  return read(runCli('rehearse', [join(repository, rehearsedPath), '--base', repository, ...args]))
}

function read({ status, stdout, stderr }: ReturnType<typeof runCli>): Rehearsed {
  expect(stderr).not.toContain('    at ')
  const report = rehearsalReportSchema.parse(JSON.parse(stdout))
  const looks = Object.fromEntries(report.scenarios.map(({ name, files }) => [name, files.map(({ verdict }) => verdict?.looks)]))
  const failed = report.checks.flatMap((check) => (check.status === 'fail' ? [`${check.severity} ${check.id}`] : []))
  return { status, report, looks, failed }
}

const scenario = `name: three-wait
description: Three pods wait.
variables:
  NAMESPACE: shop
answers:
  - command: kubectl get pods -n shop -o json
    stdout: '{"items":[{},{},{}]}'
expect:
  issues:
    - severity: 3
      title: "The queue of \`shop\` is *"
  metrics:
    - {value: 0}
    - {subName: queue, max: 0.5}
`

describe('a bundle that tells what it could not check', () => {
  it('meets both standard scenarios and its own, and its record tells what it needs', () => {
    const { status, report, looks, failed } = rehearse({ script: honest, more: { '.test/rehearsal/three.yaml': scenario } })
    expect(failed).toEqual([])
    expect(looks).toEqual({
      'everything-fails': ['not healthy', 'not healthy'],
      'nothing-there': ['healthy', 'healthy'],
      'three-wait': ['not healthy', 'not healthy'],
    })
    expect([status, report.ok, report.access.readOnly]).toEqual([0, true, 'held'])
    expect(report.permissions).toMatchObject({ kubernetes: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }], unknown: [] })
    const [fails] = report.scenarios
    expect(fails?.files[0]?.issues).toMatchObject([
      { severity: 2, title: 'The queue of `shop` cannot be read', nextSteps: 'Look at the cluster' },
    ])
    expect(fails?.files[1]?.metrics).toEqual([
      { task: 'Score the Queue in Namespace `shop`', subName: 'queue', value: 0 },
      { task: 'Score the Queue in Namespace `shop`', subName: null, value: 0 },
    ])
    expect(fails?.calls[0]).toMatchObject({ command: 'kubectl get pods -n shop -o json', access: 'read', namespace: 'shop', exitCode: 1 })
  })

  it('fails its own scenario when the world is another', () => {
    const repository = makeRepository(rehearsedBundle({ script: honest }))
    const file = join(tempDir(), 'none-waits.yaml')
    writeFileSync(file, scenario.replace('[{},{},{}]', '[]'))
    const { status, report, failed } = read(runCli('rehearse', [rehearsedPath, '--base', repository, '--scenario', file]))
    expect([status, failed]).toEqual([1, ['block rehearsal/scenario', 'block rehearsal/scenario', 'block rehearsal/scenario']])
    expect(report.scenarios.map(({ name }) => name)).toEqual(['three-wait'])
    expect(report.checks[0]?.message).toContain('No issue was raised.')
  })
})

describe('a bundle that looks healthy when nothing could be checked', () => {
  it.each([
    ['swallows errors', swallowing],
    ['starts with a healthy result', initialised],
  ])('because it %s, is refused', (_what, script) => {
    const { status, looks, failed } = rehearse({ script })
    expect([status, failed]).toEqual([1, ['block rehearsal/everything-fails']])
    expect(looks['everything-fails']).toEqual(['healthy', 'healthy'])
  })
})

describe('a bundle that writes', () => {
  it('is refused when its tasks declare read-only', () => {
    const { status, report, failed } = rehearse({ script: writing })
    expect([status, failed]).toEqual([1, ['block rehearsal/read-only']])
    expect(report.access.against).toEqual(['kubectl annotate namespace shop looked-at=now'])
    expect(report.permissions.kubernetes).toContainEqual({ apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'patch'] })
  })

  it('is not refused when they declare read-write', () => {
    expect(rehearse({ script: writing, access: 'access:read-write' }).failed).toEqual([])
  })
})

it('a bundle that never ends is stopped within its limit with all it started, and the report says so', () => {
  const before = performance.now()
  const { status, report, failed } = rehearse({ script: endless }, '--seconds', '4')
  expect(performance.now() - before).toBeLessThan(20_000)
  expect([status, failed]).toEqual([1, ['block rehearsal/everything-fails', 'block rehearsal/nothing-there']])
  expect(report.scenarios[0]?.files.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped'])
  expect(report.scenarios[0]?.files[0]?.tasks).toMatchObject([{ status: 'STOPPED' }])
})

describe('confinement', () => {
  it.skipIf(!confinementHere(venv(), false).ran)('an ordinary user has the same report, but for the user of the bundle', () => {
    const repository = makeRepository(rehearsedBundle({ script: honest }))
    // Root in a user namespace of one user cannot give a step another.
    const before = ['unshare', '--user', '--map-root-user']
    const [own, same] = [[], before].map((command) => read(runCli('rehearse', [join(repository, rehearsedPath)], { before: command })))
    expect([own?.report.ok, same?.report.confinement?.user]).toEqual([true, 'same'])
    expect([same?.looks, same?.failed, same?.report.permissions]).toEqual([own?.looks, own?.failed, own?.report.permissions])
  })

  it('a script reaches no network, sees no variable and no process of the runner, and leaves nothing behind', () => {
    const script = `#!/usr/bin/env bash
env
ls /proc | grep -c '^[0-9]' | sed 's/^/processes /'
(exec 3<>/dev/tcp/127.0.0.1/22) 2>&1 | head -1
ip route 2>/dev/null | wc -l
`
    process.env.REHEARSAL_TEST_TOKEN = 'do-not-leak'
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith(`ccr-work-`))
    const { report } = rehearse({ script })
    delete process.env.REHEARSAL_TEST_TOKEN
    const text = report.scenarios[0]?.files[0]?.text ?? ''
    expect([report.network, report.limits]).toEqual(['none', 'prlimit'])
    expect(text).not.toContain('do-not-leak')
    expect(Number(/processes (\d+)/.exec(text)?.[1])).toBeLessThan(20)
    expect(text).toMatch(/(Network is unreachable|Connection refused)/)
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('ccr-work-') && !before.includes(name))
    expect(after.filter((name) => !isAlive(name))).toEqual([])
  })

  it('a script cannot write or delete outside of its own work, nor take the way back', () => {
    const outside = join(tempDir(), 'kept')
    writeFileSync(outside, 'kept')
    const script = `#!/usr/bin/env bash
touch own && echo own written
touch /tmp/own && echo tmp written
rm ${outside} && echo deleted
touch ${join(projectRoot, 'left-behind')} && echo project written
mount -o remount,bind,rw / && echo mounted
umount /tmp && echo unmounted
`
    const { report } = rehearse({ script })
    const text = report.scenarios[0]?.files[0]?.text ?? ''
    expect(report.files).toBe('read-only')
    expect(text.trim().split('\n')).toEqual(['own written', 'tmp written'])
    expect([existsSync(outside), existsSync(join(projectRoot, 'left-behind'))]).toEqual([true, false])
  })

  it('a fork bomb ends with the scenario', () => {
    const { report } = rehearse(
      { script: '#!/usr/bin/env bash\nbomb() { bomb | bomb & }\nbomb\nsleep 1\nwait\necho 0\n' },
      '--seconds',
      '6',
    )
    expect(report.durationMs).toBeLessThan(20_000)
  })
})

/** Whether the process that owns a directory of work still runs: another test's. */
function isAlive(name: string): boolean {
  const pid = Number(/^ccr-work-(\d+)-/.exec(name)?.[1])
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Nine levels of nine aliases each. */
const levels = Array.from({ length: 9 }, (_unused, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`)
const bomb = `a0: &a0 [x]\n${levels.join('\n')}\n`

describe('bad input is a report with a failed check', () => {
  it.each([
    ['a directory that is no bundle', { script: honest, more: { 'runbook.robot': null, 'sli.robot': null } }, 'block rehearsal/bundle'],
    ['half a Robot file', { script: honest, more: { 'runbook.robot': '*** Tasks\nLook', 'sli.robot': null } }, 'block rehearsal/runs'],
    [
      'an unknown section',
      { script: honest, more: { 'sli.robot': '*** Tasks ***\nLook\n    Log    x\n*** Nope ***\nx\n' } },
      'block rehearsal/runs',
    ],
    ['binary junk', { script: honest, more: { 'runbook.robot': '\u0000\u0001\u0002', 'sli.robot': null } }, 'block rehearsal/runs'],
  ])('%s', (_what, files, finding) => {
    const { status, failed } = rehearse(files)
    expect(status).toBe(1)
    expect([...new Set(failed)].filter((check) => check.startsWith('block'))).toEqual([finding])
  })

  it('a YAML bomb, a scenario that is no YAML, and one with an unknown field', () => {
    const scenarios = { bomb, broken: 'a: [', unknown: 'name: x\nexpects: {}\n' }
    const more = Object.fromEntries(Object.entries(scenarios).map(([name, text]) => [`.test/rehearsal/${name}.yaml`, text]))
    const { status, failed } = rehearse({ script: honest, more })
    expect(status).toBe(1)
    expect(failed.filter((check) => check.startsWith('block'))).toEqual(Array(3).fill('block rehearsal/scenario-file'))
  })

  it('an empty directory', () => {
    const directory = join(tempDir(), 'codebundles', 'nothing')
    mkdirSync(directory, { recursive: true })
    expect(read(runCli('rehearse', [directory])).failed).toEqual(['block rehearsal/bundle'])
  })
})

describe('the stand-ins', () => {
  it('act like curl where scripts go by the status and by files, and leave the input of a loop alone', () => {
    const script = `#!/usr/bin/env bash
curl -s -o body -w '%{http_code}\\n' https://service.invalid/health
printf 'a\\nb\\n' | while read -r name; do kubectl get pod "$name" >/dev/null 2>&1; echo "asked for $name"; done
kubectl get pods 2>/dev/null | head -0
echo "from input" | kubectl apply -f - >/dev/null 2>&1
`
    const { report } = rehearse({ script })
    const texts = report.scenarios.map(({ files }) => files[0]?.text.trim().split('\n'))
    expect(texts).toEqual([
      ['000', 'asked for a', 'asked for b'],
      ['200', 'asked for a', 'asked for b'],
    ])
    expect(report.scenarios[0]?.calls.find(({ verb }) => verb === 'apply')).toMatchObject({ access: 'write', stdin: 'from input\n' })
  })

  it('give the empty lists of each operation of AWS, and what a query makes of them', () => {
    const script = `#!/usr/bin/env bash
aws --region eu-west-1 ec2 describe-instances --filters Name=a,Values=b | jq -c .
aws s3api list-buckets --output json | jq -c '.Buckets | length'
aws rds describe-db-instances --query 'DBInstances[].Endpoint'
aws rds describe-db-instances --query 'length(DBInstances)' --output text
aws sqs list-queues --output text --query 'QueueUrls[0]'
aws sqs list-queues --output text
aws lambda get-function --function-name f | jq -c .
aws sts get-caller-identity | jq -r .Account
`
    const { report } = rehearse({ script }, '--format', 'json')
    const nothing = report.scenarios.find(({ name }) => name === 'nothing-there')
    expect(nothing?.files[0]?.text.trim().split('\n')).toEqual(['{"Reservations":[]}', '0', '[]', '0', 'None', '{}', '123456789012'])
  })

  it('are found by a program in Python, and by the shells that the keyword library starts without a PATH', () => {
    const program = 'import subprocess; print(subprocess.run(["kubectl", "version"], capture_output=True).returncode)'
    const { report } = rehearse({ script: `#!/usr/bin/env bash\npython3 -c '${program}'\n` })
    expect(report.scenarios.map(({ files }) => files[0]?.text.trim())).toEqual(['1', '0'])
  })
})

it('the example of the documentation can be read', () => {
  const text = readFileSync(join(projectRoot, 'docs/checks/rehearsal.md'), 'utf8')
  const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  expect(readScenario('example.yaml', example)).toMatchObject({ ok: true, scenario: { name: 'volume-nearly-full' } })
})

describe('what cannot run away from the platform', () => {
  it('is skipped with the reason, not passed', () => {
    const service = `*** Settings ***
Library             RW.Core
*** Tasks ***
Look
    RW.Core.Import Service    kubectl
`
    const { report } = rehearse({ script: honest, more: { 'runbook.robot': service, 'sli.robot': null } })
    expect(report.scenarios.map(({ ran }) => ran)).toEqual([false, false])
    expect(report.checks[0]).toMatchObject({ status: 'skip', message: expect.stringContaining('location service kubectl') })
  })

  it('a missing library too', () => {
    const missing = '*** Settings ***\nLibrary    Not.There\n*** Tasks ***\nLook\n    Find Out\n'
    const { report } = rehearse({ script: honest, more: { 'runbook.robot': missing, 'sli.robot': null } })
    expect(report.scenarios[0]?.files[0]).toMatchObject({ outcome: 'skipped', why: expect.stringContaining('Not.There') })
    expect(report.checks[0]).toMatchObject({ id: 'rehearsal/everything-fails', status: 'skip' })
  })
})

describe('the command line', () => {
  it.each([
    ['no argument', [], /^Usage: /],
    ['an unknown option', ['x', '--wrong'], /^Usage: /],
    ['an unknown format', ['x', '--format', 'pdf'], /^Usage: /],
    ['a directory that is not there', ['nowhere'], /^nowhere is not a directory\.\n$/],
  ])('%s is one sentence and status 2', (_what, args, sentence) => {
    const ended = runCli('rehearse', args)
    expect([ended.status, ended.stdout]).toEqual([2, ''])
    expect(ended.stderr).toMatch(sentence)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  })

  it('prints its usage when asked, and a report for people', () => {
    expect(runCli('rehearse', ['--help'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: /) })
    const repository = makeRepository(rehearsedBundle({ script: swallowing }))
    const { stdout } = runCli('rehearse', [join(repository, rehearsedPath), '--format', 'text'])
    expect(stdout).toContain('runbook.robot: looks healthy.')
  })
})
