import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { confinementHere } from '../../containers/confine/machine.ts'
import { dryRunPolicy } from '../../containers/confine/policy.ts'
import { runStep, type Step } from '../../containers/confine/run-step.ts'
import { survivors } from './escape-world.ts'
import { projectRoot, tempDir, venv } from './support.ts'

const here = confinementHere(venv(), false)

/** A step that runs a shell line in a copy of an empty directory. */
function step(line: string, more: Partial<Step> = {}): Step {
  const work = tempDir()
  const home = tempDir()
  const common = { policy: dryRunPolicy, cwd: work, home, venv: venv(), see: [], copy: [work], allowUnconfined: false }
  return { ...common, command: 'sh', args: ['-c', line], ...more }
}

describe.skipIf(!here.ran)('a step that is shut off', () => {
  it('has the limits of its policy and cannot raise them', async () => {
    const policy = { ...dryRunPolicy, processes: 40, openFiles: 77, fileBytes: 1024 * 1024, cpuSeconds: 9 }
    const { stdout } = await runStep(step('ulimit -n; ulimit -f; ulimit -t; ulimit -n 1000 2>/dev/null && echo raised', { policy }))
    expect(stdout.toString().trim().split('\n')).toEqual(['77', '2048', '9'])
  })

  it('sees its own few processes and no way to name its user outside', async () => {
    const { stdout } = await runStep(step('ls -d /proc/[0-9]* | wc -l; cat /proc/self/uid_map; grep -c . /proc/net/dev'))
    const [processes = '', map = '', devices = ''] = stdout.toString().trim().split('\n')
    expect(Number(processes)).toBeLessThan(10)
    if (here.user === 'own') expect(Number(map.trim().split(/\s+/)[1])).not.toBe(process.getuid?.())
    // Two lines of heading and the loopback, which is down.
    expect(devices).toBe('3')
  })

  it('has nothing open that the runner was given by whoever started it', () => {
    const module = (name: string) => JSON.stringify(join(projectRoot, 'containers', 'confine', name))
    const [work, place] = [tempDir(), tempDir()]
    const program = `
import { dryRunPolicy } from ${module('policy.ts')}
import { runStep } from ${module('run-step.ts')}
const common = { policy: dryRunPolicy, cwd: '/', home: '${work}', venv: '${venv()}', see: [], copy: [], allowUnconfined: false }
const { stdout } = await runStep({ ...common, command: 'sh', args: ['-c', 'echo /proc/self/fd/*'] })
console.log(stdout.toString())
`
    writeFileSync(join(place, 'runner.ts'), program)
    const line = `exec 7<${place} 8</etc/passwd; exec ${process.execPath} ${join(place, 'runner.ts')}`
    const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' })
    expect(stdout.trim().split(' ')).toEqual([0, 1, 2, 3].map((number) => `/proc/self/fd/${number}`))
  })

  it('runs as another user than the step beside it', async () => {
    const maps = await Promise.all(['', ''].map(() => runStep(step('cut -c11-22 /proc/self/uid_map'))))
    const [first, second] = maps.map(({ stdout }) => stdout.toString().trim())
    expect(first === second).toBe(here.user === 'same')
  })

  it('cannot change, by its environment, the programs that shut it off', async () => {
    const fakes = tempDir()
    for (const name of ['mount', 'setpriv', 'prlimit', 'env', 'cp', 'mkdir']) {
      writeFileSync(join(fakes, name), `#!/bin/sh\ntouch ${fakes}/ran\n`, { mode: 0o755 })
    }
    writeFileSync(join(fakes, 'start'), `touch ${fakes}/ran\n`)
    const env = {
      PATH: fakes,
      LD_PRELOAD: join(fakes, 'x.so'),
      ENV: join(fakes, 'start'),
      BASH_ENV: join(fakes, 'start'),
      '-S': 'x',
      'a b': 'x',
    }
    const { code, stdout } = await runStep(step('echo "$PATH"', { env, command: '/bin/sh', path: [fakes] }))
    expect([code, stdout.toString().trim()]).toEqual([0, fakes])
    expect(readdirSync(fakes)).not.toContain('ran')
  })

  it('changes a copy, whatever it does to it', async () => {
    const work = tempDir()
    writeFileSync(join(work, 'kept'), 'kept')
    const { code, stderr } = await runStep(step('echo changed > kept && mkdir new && rm kept && chmod 000 .', { cwd: work, copy: [work] }))
    expect([code, stderr, readdirSync(work)]).toEqual([0, '', ['kept']])
  })

  it('is told by a signal nobody else can send, with all it left behind', async () => {
    const started = performance.now()
    const { killed } = await runStep(step('trap "" 1 2 15; (setsid sleep 300 &); while :; do sleep 1; done', { wallMs: 500 }))
    expect([killed, performance.now() - started < 3000]).toEqual(['timeout', true])
  })

  it('is stopped when all its processes together use too much', async () => {
    const policy = { ...dryRunPolicy, cpuSeconds: 1, memoryBytes: 96 * 1024 * 1024 }
    const burn = await runStep(step('for n in 1 2 3 4; do (while :; do :; done) & done; wait', { policy }))
    const hold = 'for n in 1 2 3; do python3 -c "x = bytearray(b\'x\') * 60000000; import time; time.sleep(20)" & done; wait'
    const eat = await runStep(step(hold, { policy: { ...policy, cpuSeconds: 30 }, path: [join(venv(), 'bin')] }))
    expect([burn.killed, eat.killed]).toEqual(['cpu', 'memory'])
  })

  it('costs less than 150 ms more than running the program openly', async () => {
    const times: number[] = []
    for (let turn = 0; turn < 25; turn += 1) {
      const one = step('true')
      const started = performance.now()
      await runStep(one)
      times.push(performance.now() - started)
    }
    const [fastest = 0] = times.sort((a, b) => a - b)
    process.stdout.write(`Shutting a step off: fastest ${Math.round(fastest)} ms, median ${Math.round(times[12] ?? 0)} ms.\n`)
    // Neighbours of this test slow some turns down; none makes one faster.
    expect(fastest).toBeLessThan(150)
  })
})

/** A person's own computer: the runner is no root. Only root can play that. */
describe.skipIf(process.getuid?.() !== 0 || !here.ran)('a runner that is an ordinary user', () => {
  it('shuts steps off too, and says that the user stays the same', () => {
    const place = tempDir()
    mkdirSync(join(place, 'venv', 'bin'), { recursive: true })
    mkdirSync(join(place, 'work'))
    symlinkSync('/usr/bin/python3', join(place, 'venv', 'bin', 'python'))
    const secret = join(place, 'secret')
    writeFileSync(secret, 'canary')
    const module = (name: string) => JSON.stringify(join(projectRoot, 'containers', 'confine', name))
    const line = `id -u; cat ${secret}; touch /usr/x /x; unshare --user true; kill -9 1; echo $(ls -d /proc/[0-9]* | wc -l); touch own && echo own`
    const program = `
import { confinementHere } from ${module('machine.ts')}
import { dryRunPolicy } from ${module('policy.ts')}
import { runStep } from ${module('run-step.ts')}
const work = ${JSON.stringify(join(place, 'work'))}
const common = { policy: dryRunPolicy, cwd: work, home: work + '/home', venv: ${JSON.stringify(join(place, 'venv'))}, see: [], copy: [work], allowUnconfined: false }
const result = await runStep({ ...common, command: 'sh', args: ['-c', ${JSON.stringify(line)}] })
console.log(JSON.stringify({ confinement: confinementHere(common.venv, false), out: result.stdout.toString(), code: result.code, err: result.stderr }))
`
    writeFileSync(join(place, 'program.ts'), program)
    for (const path of [place, join(place, 'work')]) chmodSync(path, 0o777)
    const user = ['--reuid=12345', '--regid=12345', '--clear-groups', process.execPath, join(place, 'program.ts')]
    const { stdout, stderr } = spawnSync('setpriv', user, { encoding: 'utf8', env: { ...process.env, HOME: place } })
    expect(stderr).toBe('')
    const said = JSON.parse(stdout)
    expect(said.confinement).toMatchObject({ ran: true, user: 'same', network: 'none', files: 'own', processes: 'own' })
    const [uid, processes, own] = said.out.trim().split('\n')
    expect([uid, Number(processes) < 10, own]).toEqual(['0', true, 'own'])
    expect(said.err).not.toContain('canary')
  })
})

it.skipIf(!here.ran)('a step dies with its runner, also when that is killed', async () => {
  const work = tempDir()
  const module = (name: string) => JSON.stringify(join(projectRoot, 'containers', 'confine', name))
  writeFileSync(
    join(work, 'runner.ts'),
    `import { dryRunPolicy } from ${module('policy.ts')}
import { runStep } from ${module('run-step.ts')}
const common = { policy: dryRunPolicy, cwd: '/', home: '${work}', venv: '${venv()}', see: [], copy: [], allowUnconfined: false }
void runStep({ ...common, command: 'sh', args: ['-c', 'setsid sleep 987.25 & sleep 987.25'] })
`,
  )
  const runner = spawn(process.execPath, [join(work, 'runner.ts')], { stdio: 'ignore' })
  await until(() => survivors('sleep 987.25').length > 1)
  runner.kill('SIGKILL')
  await until(() => survivors('sleep 987.25').length === 0)
})

/** Waits up to ten seconds for something to become true, and fails when it does not. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isTrue(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(isTrue()).toBe(true)
}
