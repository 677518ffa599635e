import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Keeper, type KeeperOptions, startKeeper } from '../../containers/confine/keeper.ts'
import { confinementHere } from '../../containers/confine/machine.ts'
import { dryRunPolicy } from '../../containers/confine/policy.ts'
import { runStep, type Step } from '../../containers/confine/run-step.ts'
import { survivors } from './escape-world.ts'
import { projectRoot, tempDir, venv, writeFiles } from './support.ts'

const here = confinementHere(venv(), false)

/** A program of which each step is told what to do. */
const program = `import sys

def main():
    exec(sys.argv[1], {})

if __name__ == "__main__":
    main()
`

interface Place {
  keeper: Keeper
  /** Runs Python text as a step, forked unless it is said otherwise. */
  step: (code: string, more?: Partial<Step>) => ReturnType<typeof runStep>
  /** A directory of which each step has a copy. */
  work: string
  program: string
}

/** A directory with a program that every user may read. */
function programIn(text: string, name = 'program.py'): string {
  const folder = tempDir()
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function place(more: Partial<KeeperOptions> = {}): Place {
  const [path, work, home] = [programIn(program), tempDir(), tempDir()]
  mkdirSync(join(work, 'bundle'))
  const keeper = startKeeper({ venv: venv(), programs: [path], steps: 4, ...more })
  if (keeper === null) throw new Error('Steps cannot be shut off here.')
  onTestFinished(() => keeper.close())
  const common = {
    policy: dryRunPolicy,
    cwd: join(work, 'bundle'),
    home,
    venv: venv(),
    see: [dirname(path)],
    copy: [work],
    allowUnconfined: false,
  }
  const command = join(venv(), 'bin', 'python')
  const step = (code: string, rest: Partial<Step> = {}) => {
    const env = { PYTHONPATH: join(work, 'libraries'), RW_MODE: 'dev', ...rest.env }
    return runStep({ ...common, command, args: ['-B', path, code], keeper, ...rest, env })
  }
  return { keeper, step, work, program: path }
}

/** What a step says about itself, as far as it may not depend on how it was started. */
const state = `
import json, locale, logging, os, re, resource, signal, sys, threading, time
read = lambda path: open(path).read()
status = {line.split(":")[0]: line.split(":")[1].split() for line in read("/proc/self/status").splitlines()}
names = "Umask Uid Gid Groups Threads CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs Seccomp SigBlk SigIgn SigCgt ShdPnd NSpgid NSsid".split()
said = {name: status.get(name) for name in names}
said["limits"] = read("/proc/self/limits")
said["mounts"] = [re.sub(r"^\\d+ \\d+ \\S+", "", line) for line in read("/proc/self/mountinfo").splitlines()]
said["map"] = [re.sub(r"19000\\d+", "user", read(f"/proc/self/{name}")) for name in ("uid_map", "gid_map", "setgroups")]
said["namespaces"] = read("/proc/sys/user/max_user_namespaces")
said["network"] = read("/proc/net/dev")
said["processes"] = sorted(name for name in os.listdir("/proc") if name.isdigit())
said["open"] = sorted(os.listdir("/proc/self/fd"))
said["streams"] = [os.readlink(f"/proc/self/fd/{number}").split(":")[0] for number in range(3)]
said["environment"] = dict(os.environ)
said["python"] = [sys.argv[0], sys.path, sys.executable, sys.prefix, list(sys.flags), sys.stdout.encoding, sys.stdout.line_buffering, sys.stderr.encoding]
said["files"] = {path: sorted(os.listdir(path)) for path in ("/", "/tmp", "/dev", "/dev/shm", ".", os.environ["HOME"])}
said["here"] = [os.getcwd(), os.getppid(), os.getpid(), os.uname().nodename, locale.setlocale(locale.LC_ALL), time.tzname, os.nice(0)]
said["signals"] = [str(signal.getsignal(number)) for number in sorted(signal.valid_signals()) if number < 32]
said["logging"] = [str(logging.root.handlers), logging.root.level, threading.active_count()]
said["keywords"] = [name for name in sys.modules if name.startswith("RW")]
said["usage"] = resource.getrusage(resource.RUSAGE_SELF).ru_utime < 1
print(json.dumps(said))
`

const isForked = 'import sys; print("robot" in sys.modules)'

describe.skipIf(!here.ran)('a step that is forked', () => {
  it('is as any other: rights, limits, files, environment, interpreter', async () => {
    const { step } = place()
    const [forked, started] = await Promise.all([step(state), step(state, { keeper: null })])
    expect([forked.stderr, forked.code]).toEqual(['', 0])
    expect(JSON.parse(forked.stdout.toString())).toEqual(JSON.parse(started.stdout.toString()))
  })

  it('has the libraries imported already, of the keywords only what they need', async () => {
    const { stdout } = await place().step(
      'import sys; print(*[name in sys.modules for name in ("robot.api", "requests", "RW", "RW.Core")])',
    )
    expect(stdout.toString()).toBe('True True False False\n')
  })

  it('leaves nothing to the next one, whatever it changes', async () => {
    const { step, work } = place()
    const folders = JSON.stringify([work, '/tmp', '/dev/shm'])
    const change = `
import json, os, random, robot.api, signal, subprocess, sys, threading
json.left = robot.api.left = 1
os.environ["LEFT"] = "1"
sys.path.append("/left")
random.seed(1)
os.umask(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for folder in [*${folders}, os.environ["HOME"]]:
    open(folder + "/left", "w").close()
subprocess.Popen(["sleep", "7654.5"], start_new_session=True)
threading.Thread(target=threading.Event().wait, daemon=True).start()
print("changed", flush=True)
os._exit(0)`
    const look = `
import json, os, random, robot.api, signal, sys, threading
found = [hasattr(json, "left"), hasattr(robot.api, "left"), "LEFT" in os.environ, "/left" in sys.path, os.umask(0o22) == 0]
found += [signal.getsignal(signal.SIGTERM) == signal.SIG_IGN, threading.active_count() > 1, len([n for n in os.listdir("/proc") if n.isdigit()]) > 2]
found += [os.path.exists(folder + "/left") for folder in [*${folders}, os.environ["HOME"]]]
print(any(found), random.random())`
    const first = await step(change)
    const next = await Promise.all([step(look), step(look)])
    expect(first.stdout.toString()).toBe('changed\n')
    const said = next.map(({ stdout, stderr }) => `${stdout}${stderr}`.trim().split(' '))
    expect(said.map(([found]) => found)).toEqual(['False', 'False'])
    // What is drawn by lot differs.
    expect(said[0]?.[1]).not.toBe(said[1]?.[1])
    expect(survivors('sleep 7654.5')).toEqual([])
  })

  it('is stopped on its limits with all it started', async () => {
    const { step } = place()
    const started = performance.now()
    const wait = 'import os, signal, time\nsignal.signal(15, signal.SIG_IGN)\nif os.fork() == 0: os.setsid()\nwhile True: time.sleep(1)'
    const slow = await step(wait, { wallMs: 700 })
    expect([slow.killed, slow.code, performance.now() - started < 10_000]).toEqual(['timeout', null, true])
    const policy = { ...dryRunPolicy, cpuSeconds: 1, memoryBytes: 96 * 1024 * 1024, outputBytes: 100_000 }
    const burn = await step('while True: pass', { policy: { ...policy, cpuSeconds: 30 }, wallMs: 20_000, signal: AbortSignal.timeout(500) })
    const eat = await step('x = bytearray(b"x") * 200000000\nimport time; time.sleep(20)', { policy })
    const print = await step('while True: print("x" * 1000)', { policy })
    expect([burn.killed, eat.killed, print.killed]).toEqual(['aborted', 'memory', 'output'])
  })

  it('ends with the status of its program', async () => {
    const { step } = place()
    const [exits, raises, dies] = await Promise.all(
      ['import os; os._exit(7)', 'raise ValueError("no")', 'import os; os.kill(os.getpid(), 9)'].map((code) => step(code)),
    )
    expect([exits?.code, raises?.code, raises?.stderr.trim().split('\n').at(-1), dies?.code, dies?.killed]).toEqual([
      7,
      1,
      'ValueError: no',
      137,
      null,
    ])
  })
})

describe.skipIf(!here.ran)('a step that could tell that something was imported before is started as if nothing was', () => {
  it.each([
    ['a library has the name of a module', { path: 'libraries/json.py', content: '' }, {}],
    ['a library has the name of a package', { path: 'libraries/requests/__init__.py', content: '' }, {}],
    ['a module beside its Robot files has', { path: 'bundle/deep/dateutil.py', content: '' }, {}],
    ['Python would run a module when it starts', { path: 'libraries/sitecustomize.py', content: '' }, {}],
    ['a variable was looked at', null, { ROBOT_INTERNAL_TRACES: '1' }],
    ['a variable is read when a process starts', null, { TZ: 'Asia/Tokyo' }],
    ['a variable changes the interpreter', null, { PYTHONHASHSEED: '1' }],
  ])('because %s', async (_why, file, env) => {
    const { step, work } = place()
    if (file) writeFiles(work, [{ ...file, mode: '100644' }])
    const [forked, started] = await Promise.all([step(isForked, { env }), step(isForked, { env, keeper: null })])
    expect([forked.stdout.toString(), started.stdout.toString(), forked.stderr]).toEqual(['False\n', 'False\n', ''])
  })

  it('not because of anything else', async () => {
    const { step, work } = place()
    const names = [
      'libraries/RW/CLI/CLI.py',
      'libraries/RW/traceback.py',
      'libraries/Azure/__init__.py',
      'libraries/__init__.py',
      'bundle/json.sh',
      'bundle/shop.py',
      'bundle/json.txt',
    ]
    writeFiles(
      work,
      names.map((path) => ({ path, content: '', mode: '100644' })),
    )
    const { stdout } = await step(isForked, { env: { NAMESPACE: 'shop', KUBECONFIG: '/tmp/kubeconfig' } })
    expect(stdout.toString()).toBe('True\n')
  })

  it('and imports the keywords that its repository brings', async () => {
    const { step, work } = place()
    const content = '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n'
    writeFiles(work, [
      { path: 'libraries/RW/__init__.py', mode: '100644', content },
      { path: 'libraries/RW/CLI.py', mode: '100644', content: 'WHERE = "repository"' },
    ])
    const code = 'import RW.Core, RW.CLI; print(RW.CLI.WHERE, "site-packages" in RW.Core.__file__)'
    const [forked, started] = await Promise.all([step(code), step(code, { keeper: null })])
    expect([forked.stdout.toString(), started.stdout.toString()]).toEqual(['repository True\n', 'repository True\n'])
  })
})

/** The keeper itself, and not a step that has its command line. */
function keeperOf(path: string): number {
  const own = survivors(path).filter(
    (pid) => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === process.pid,
  )
  expect(own).toHaveLength(1)
  return own[0] ?? 0
}

describe.skipIf(!here.ran)('without a keeper', () => {
  let log: string[] = []
  beforeAll(() => {
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => log.push(String(text)) > 0)
    return () => vi.restoreAllMocks()
  })

  it.each([
    ['that was killed', 'SIGKILL', /^Robot Framework could not be kept ready for the next step: It ended\./],
    ['that does not answer', 'SIGSTOP', /It did not answer within 1 s\./],
  ] as const)('%s, a step is started by itself, and the log says so', async (_how, signal, words) => {
    log = []
    const { step, program: path } = place({ silenceMs: 1000 })
    expect((await step(isForked)).stdout.toString()).toBe('True\n')
    process.kill(keeperOf(path), signal)
    const next = [await step(isForked), await step(isForked)]
    expect(next.map(({ stdout, code }) => [stdout.toString(), code])).toEqual(Array(2).fill(['False\n', 0]))
    expect([log.length, log[0]]).toEqual([1, expect.stringMatching(words)])
  })

  it('that falls silent while a step runs, the step has its output and its end', async () => {
    log = []
    const { step, program: path } = place({ silenceMs: 1000 })
    const running = step('import time; print("begun", flush=True); time.sleep(1); print("done")')
    await vi.waitFor(() => expect(survivors(path).length).toBeGreaterThan(3), 10_000)
    process.kill(keeperOf(path), 'SIGSTOP')
    expect(await running).toMatchObject({ stdout: Buffer.from('begun\ndone\n'), killed: null })
    expect(log).toEqual([expect.stringContaining('It did not answer within 1 s.')])
  })

  it('that ends while a step runs, the step ends like any process that dies', async () => {
    log = []
    const { step, program: path } = place()
    const running = step('print("begun", flush=True)\nimport time\nwhile True: time.sleep(1)')
    await vi.waitFor(() => expect(survivors(path).length).toBeGreaterThan(3), 10_000)
    process.kill(keeperOf(path), 'SIGKILL')
    expect(await running).toMatchObject({ code: null, killed: null, stderr: '' })
    await vi.waitFor(() => expect(survivors(path)).toEqual([]), 10_000)
  })

  it('that has no pipes left, and with a program that it does not know, a step runs all the same', async () => {
    const { step, program: path } = place({ steps: 1 })
    const other = programIn('import sys; print("other", "robot" in sys.modules)')
    const unknown = await step('', { args: ['-B', other], see: [dirname(other)] })
    const second = await step(isForked)
    expect([unknown.stdout.toString(), second.stdout.toString()]).toEqual(['other False\n', 'False\n'])
    expect(survivors(path)).toHaveLength(1)
  })

  it('that cannot be forked, because a program started a thread, steps start by themselves', async () => {
    log = []
    const path = programIn(`import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n${program}`)
    const { step } = place({ programs: [path] })
    expect((await step(isForked)).stdout.toString()).toBe('False\n')
    expect(log).toEqual([expect.stringContaining('a library started a thread when it was imported.')])
  })
})

it.skipIf(!here.ran)('a keeper and its steps die with the runner, also when that is killed', async () => {
  const path = programIn(program)
  const module = (name: string) => JSON.stringify(join(projectRoot, 'containers', 'confine', name))
  const runner = join(tempDir(), 'runner.ts')
  writeFileSync(
    runner,
    `import { startKeeper } from ${module('keeper.ts')}
import { dryRunPolicy } from ${module('policy.ts')}
import { runStep } from ${module('run-step.ts')}
const common = { policy: dryRunPolicy, cwd: '/', home: '${dirname(runner)}', venv: '${venv()}', see: ['${dirname(path)}'], copy: [], allowUnconfined: false }
const keeper = startKeeper({ venv: '${venv()}', programs: ['${path}'], steps: 1 })
const code = 'import subprocess; subprocess.run(["sleep", "876.25"], start_new_session=True)'
void runStep({ ...common, keeper, command: '${join(venv(), 'bin', 'python')}', args: ['-B', '${path}', code] })
`,
  )
  const child = spawn(process.execPath, [runner], { stdio: 'ignore' })
  await vi.waitFor(() => expect(survivors('sleep 876.25')).toHaveLength(1), 10_000)
  child.kill('SIGKILL')
  await vi.waitFor(() => expect([...survivors('sleep 876.25'), ...survivors(path)]).toEqual([]), 10_000)
})

it.skipIf(!here.ran)('a keeper that is closed leaves nothing behind, at once, used or not', async () => {
  const [used, unused] = [place(), place()]
  await used.step('pass')
  const started = performance.now()
  await Promise.all([used.keeper.close(), unused.keeper.close()])
  expect(performance.now() - started).toBeLessThan(2000)
  expect([...survivors(used.program), ...survivors(unused.program)]).toEqual([])
})
