// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { snapshotDirectory } from '../../containers/git/directory.ts'
import { rehearse } from '../../containers/rehearse/rehearse.ts'
import { validateFiles } from '../../containers/validate/validate.ts'
import { makeWorkDir } from '../../containers/work-dir.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { survivors, type World } from './escape-world.ts'
import { bundlePath, goodBundle, runbookWith } from './good-bundle.ts'
import { honest, rehearsedBundle, rehearsedPath } from './rehearsal-bundles.ts'

/** Bundles that attack the machine that looks at them, through the product's own entrances. */

export interface Attempt {
  name: string
  through: 'dry run' | 'rehearsal' | 'rendering'
  /** Python for the dry run, a shell script for the rehearsal, a template for the rendering. */
  code: string
  /** Longest run, given to the entrance. */
  limitMs: number
  /** Words on the command line of what it leaves running. */
  leaves?: string
  /** What its report holds when it got through. */
  escaped?: RegExp
  /** What its report must hold, so that the attempt is known to have been made. */
  made: RegExp
}

export interface Outcome {
  /** The whole report, as JSON. */
  report: string
  ms: number
}

const attackText = readFileSync(join(import.meta.dirname, 'escape_attack.py'), 'utf8')

/** Every way out that a program can try one after the other, with `last` said at the end. */
export function attack(targets: object, last: string): string {
  return `TARGETS = ${JSON.stringify(targets).replaceAll('true', 'True')}\n${attackText}\n${last}\n`
}

const bash = (body: string) => `#!/usr/bin/env bash\n${body}\n`
const python = (body: string) => bash(`python3 - <<'END'\n${body}\nEND`)

const memoryHog = `import os, time
for _ in range(8):
    if os.fork() == 0:
        break
held = []
while True:
    held.append(bytearray(os.urandom(1 << 20)) * 16)`

const threadBomb = `import threading, time
count = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
except RuntimeError:
    print("threads", count, flush=True)
    import os; os._exit(0)`

const manyFiles = `count = 0
try:
    while True:
        open(f"f{count}", "w").close()
        count += 1
except OSError as error:
    print("files", count, error.strerror)`

/** Attacks by weight: each by itself, because it ends in being stopped. */
export const heavyAttempts: readonly Attempt[] = [
  {
    name: 'fork bomb',
    through: 'rehearsal',
    code: bash('bomb() { bomb | bomb & }\nbomb\nwait\nwhile :; do :; done'),
    limitMs: 4000,
    made: /stopped/,
  },
  {
    name: 'fork bomb that spins',
    through: 'rehearsal',
    code: python('import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass'),
    limitMs: 4000,
    made: /stopped/,
  },
  { name: 'thread bomb', through: 'rehearsal', code: python(threadBomb), limitMs: 8000, made: /threads \d+/ },
  { name: 'memory of many processes', through: 'rehearsal', code: python(memoryHog), limitMs: 8000, made: /stopped/ },
  {
    name: '5 GB in one sparse file',
    through: 'rehearsal',
    code: bash('truncate -s 5G big 2>&1; stat -c "size %s" big'),
    limitMs: 8000,
    made: /size 0|too large|exceeded/,
  },
  {
    name: '5 GB in many files',
    through: 'rehearsal',
    code: bash(
      'for n in $(seq 100); do head -c 52428800 /dev/zero > big$n 2>/dev/null || break; done\necho "written $(du -sm . | cut -f1) MB in all"',
    ),
    limitMs: 12_000,
    made: /written \d{1,3} MB/,
  },
  { name: 'as many files as go', through: 'rehearsal', code: python(manyFiles), limitMs: 12_000, made: /files \d{4,5} No space/ },
  {
    name: '100 MB on standard output',
    through: 'dry run',
    code: 'import os\nfor _ in range(1600):\n    os.write(1, b"x" * 65536)\n',
    limitMs: 15_000,
    made: /printed too much/,
  },
  {
    name: '100 MB on standard error',
    through: 'dry run',
    code: 'import os\nfor _ in range(1600):\n    os.write(2, b"x" * 65536)\n',
    limitMs: 15_000,
    made: /printed too much/,
  },
  {
    name: 'ignoring SIGTERM',
    through: 'dry run',
    code: 'import signal\nfor number in (1, 2, 3, 15):\n    signal.signal(number, signal.SIG_IGN)\nwhile True:\n    signal.pause()\n',
    limitMs: 4000,
    made: /took too long/,
  },
  {
    name: 'daemons that outlive',
    through: 'rehearsal',
    code: bash(
      '(setsid nohup sleep 4321.5 >/dev/null 2>&1 &)\n(setsid sh -c "trap \\"\\" 1 2 15; sleep 4321.5 & exec sleep 4321.5" &)\nsleep 1\necho started',
    ),
    limitMs: 8000,
    leaves: 'sleep 4321.5',
    made: /started/,
  },
  {
    name: 'kill -9 -1',
    through: 'rehearsal',
    // Only where nobody but this run can be meant.
    code: bash('[ "$(ls /proc | grep -c "^[0-9]")" -lt 30 ] && kill -9 -1'),
    limitMs: 8000,
    made: /ended early/,
  },
  {
    name: 'directories nobody may open',
    through: 'rehearsal',
    code: bash('mkdir -p a/b/c "$CODEBUNDLE_TEMP_DIR/d/e"; chmod 000 a/b "$CODEBUNDLE_TEMP_DIR/d"; echo closed'),
    limitMs: 8000,
    made: /closed/,
  },
  {
    name: 'changing the record',
    through: 'rehearsal',
    code: bash(
      'kubectl delete namespace shop >/dev/null 2>&1\nplace=$(dirname "$(dirname "$(command -v kubectl)")")\nrm -f "$place/calls.sock" "$place/answers.json"\necho x > "$place/answers.json"\nfor fd in /proc/$PPID/fd/*; do echo "{}" > "$fd"; done\necho tampered',
    ),
    limitMs: 8000,
    made: /"command":"kubectl delete namespace shop"[\s\S]*tampered|tampered[\s\S]*"command":"kubectl delete namespace shop"/,
  },
]

/** Templates that try to get at Python, at files and at time. */
export function templateAttempts(secret: string): Attempt[] {
  const template = (name: string, code: string, made: RegExp): Attempt => {
    return { name, through: 'rendering', code, limitMs: 20_000, made, escaped: /<class|root:x:0/ }
  }
  return [
    template('Python by a template', "a: {{ ''.__class__.__mro__[1].__subclasses__() }}\n", /templates\/render/),
    template('a file by a template', `a: {% include '${secret}' %}\nb: {% include '/etc/passwd' %}\n`, /does not exist/),
    template('memory by a template', "a: {{ 'x' * 99999999999 }}\n", /MemoryError|cannot render/),
    template(
      'time by a template',
      'a: {% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}\n',
      /longer than|too long/,
    ),
  ]
}

const venv = ensureVenv()

/** The ways out that are tried one after the other, by a library and by a script. */
export function lightAttempts(targets: object): Attempt[] {
  const script = bash(`python3 - <<'END'\n${attack(targets, 'print(MESSAGE)')}END`)
  const common = { limitMs: 20_000, made: /tried 5\d ways/, escaped: /ways, open: (?!none)/ }
  return [
    { name: 'ways out of a library', through: 'dry run', code: attack(targets, 'raise RuntimeError(MESSAGE)'), ...common },
    { name: 'ways out of a script', through: 'rehearsal', code: script, ...common },
  ]
}

/** Runs one attempt through its entrance. */
export async function run(attempt: Attempt, allowUnconfined = false): Promise<Outcome> {
  const work = await makeWorkDir()
  const started = performance.now()
  const common = { workDir: work.path, venv, allowUnconfined, progress: () => undefined }
  try {
    const report = await entrances[attempt.through](attempt, common)
    return { report: JSON.stringify(report), ms: performance.now() - started }
  } finally {
    await work.remove()
  }
}

interface Common {
  workDir: string
  venv: string
  allowUnconfined: boolean
  progress: () => undefined
}

/** What is wrong with how an attempt ended; empty when it was made, failed, and ended in time. Killed programs may take a moment to be gone. */
export function judge(attempt: Attempt, { report, ms }: Outcome, world: World): string[] {
  const left = attempt.leaves === undefined ? [] : survivors(attempt.leaves)
  return [
    ...(attempt.made.test(report) ? [] : [`was not made: ${report.slice(0, 1500)}`]),
    ...(attempt.escaped?.test(report) ? ['says that it got through'] : []),
    ...(report.includes(world.canary) ? ['read a secret'] : []),
    ...(ms > attempt.limitMs + graceMs ? [`took ${Math.round(ms)} ms`] : []),
    ...left.map((pid) => `left process ${pid}`),
    ...world.damage(),
  ]
}

/** Every attempt ends this long after its limit. */
export const graceMs = 5000

const entrances: Record<Attempt['through'], (attempt: Attempt, common: Common) => Promise<object>> = {
  rehearsal: ({ code, limitMs }, common) => rehearseScript(code, limitMs, common),
  'dry run': ({ code, limitMs }, common) => {
    const runbook = runbookWith('Library             Collections', 'Library             Shop')
    return validateDraft(goodBundle({ 'runbook.robot': runbook }), code, limitMs, common)
  },
  rendering: ({ code, limitMs }, common) => validateDraft(goodBundle({ '.runwhen/templates/attack.yaml': code }), '', limitMs, common),
}

async function validateDraft(draft: DraftFile[], library: string, dryRunMs: number, common: Common): Promise<object> {
  const path = join(common.workDir, 'repository')
  mkdirSync(join(path, 'libraries', 'Shop'), { recursive: true })
  writeFileSync(join(path, 'libraries', 'Shop', '__init__.py'), library)
  const snapshot = await snapshotDirectory({ path, gitDir: null, workDir: common.workDir })
  return validateFiles({ ...common, snapshot, bundlePath, base: [], draft, dryRunMs, started: performance.now() })
}

/** The answer of a rehearsal of a bundle that behaves, to be compared when its neighbour does not. */
export async function goodNeighbour(): Promise<{ looks: unknown; ok: boolean; ms: number }> {
  const work = await makeWorkDir()
  const started = performance.now()
  try {
    const report = await rehearseScript(honest, 60_000, { workDir: work.path, venv, allowUnconfined: false, progress: () => undefined })
    const looks = report.scenarios.map(({ files }) => files.map(({ verdict }) => verdict?.looks))
    return { looks, ok: report.ok, ms: performance.now() - started }
  } finally {
    await work.remove()
  }
}

const world = 'name: attack\ndescription: Nothing answers.\nexpect: {}\n'

function rehearseScript(script: string, wallMs: number, common: Common) {
  const files = rehearsedBundle({ script, more: { 'sli.robot': null } }).map((file) => ({
    ...file,
    kind: 'file' as const,
    bytes: Buffer.byteLength(file.content),
    content: Buffer.from(file.content),
  }))
  return rehearse({ ...common, snapshot: null, bundlePath: rehearsedPath, files, only: { path: 'attack.yaml', text: world }, wallMs })
}
