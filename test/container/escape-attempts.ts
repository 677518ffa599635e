// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { snapshotDirectory } from '../../containers/git/directory.ts'
import type { Snapshot } from '../../containers/git/tree.ts'
import { rehearse } from '../../containers/rehearse/rehearse.ts'
import type { BundleFile } from '../../containers/validate/assemble.ts'
import { validateFiles } from '../../containers/validate/validate.ts'
import { makeWorkDir } from '../../containers/work-dir.ts'
import { type Attempt, bash } from './escape-heavy.ts'
import { survivors, type World } from './escape-world.ts'
import { bundlePath, goodBundle, runbookWith } from './good-bundle.ts'
import { honest, rehearsedBundle, rehearsedPath } from './rehearsal-bundles.ts'

/** Bundles that attack the machine that looks at them, through the product's own entrances. */

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
  const library = attack(targets, 'raise RuntimeError(MESSAGE)')
  const common = { limitMs: 20_000, made: /tried 6\d ways/, escaped: /ways, open: (?!none)/ }
  return [
    { name: 'ways out of a library', through: 'dry run', code: library, ...common },
    { name: 'ways out of a forked library', through: 'forked dry run', code: library, ...common },
    { name: 'ways out of a rehearsed library', through: 'rehearsed library', code: library, ...common },
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
  'dry run': (attempt, common) => dryRun(attempt, false, common),
  'forked dry run': (attempt, common) => dryRun(attempt, true, common),
  'five scenarios': ({ code, limitMs }, common) => {
    const later = [0, 1, 2].map((number) => [`.test/rehearsal/later-${number}.yaml`, laterWorld(number)])
    const files = bundleOf({ script: code, more: Object.fromEntries(later) })
    return rehearse({ ...common, snapshot: null, bundlePath: rehearsedPath, files, wallMs: limitMs })
  },
  'rehearsed library': async ({ code, limitMs }, common) => {
    const more = { 'runbook.robot': runbookWith('Library             Collections', 'Library             Shop') }
    const files = bundleOf({ script: honest, more })
    return rehearse({ ...common, ...only, files, wallMs: limitMs, snapshot: await withLibrary(code, common) })
  },
  rendering: async ({ code, limitMs }, common) => {
    const draft = goodBundle({ '.runwhen/templates/attack.yaml': code })
    const snapshot = await withLibrary('', common)
    return validateFiles({ ...common, snapshot, bundlePath, base: [], draft, dryRunMs: limitMs, started: performance.now() })
  },
}

/** A dry run is forked where a rehearsal follows. */
async function dryRun({ code, limitMs }: Attempt, isForked: boolean, common: Common): Promise<object> {
  const draft = goodBundle({ 'runbook.robot': runbookWith('Library             Collections', 'Library             Shop') })
  const snapshot = await withLibrary(code, common)
  const bundle = { snapshot, bundlePath, base: [], draft, rehearse: isForked }
  return validateFiles({ ...common, ...bundle, dryRunMs: limitMs, started: performance.now() })
}

/** A repository with a library. */
async function withLibrary(library: string, { workDir }: Common): Promise<Snapshot> {
  const path = join(workDir, 'repository')
  mkdirSync(join(path, 'libraries', 'Shop'), { recursive: true })
  writeFileSync(join(path, 'libraries', 'Shop', '__init__.py'), library)
  return snapshotDirectory({ path, gitDir: null, workDir })
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

/** One world in which nothing answers. */
const only = { bundlePath: rehearsedPath, only: { path: 'attack.yaml', text: 'name: attack\ndescription: Nothing answers.\nexpect: {}\n' } }

/** A world that is entered after others were left: two are run at a time. */
function laterWorld(number: number): string {
  return `name: later-${number}\ndescription: Nothing is there.\notherwise: nothing-there\nexpect: {}\n`
}

function bundleOf({ more = {}, ...parts }: Parameters<typeof rehearsedBundle>[0]): BundleFile[] {
  return rehearsedBundle({ ...parts, more: { 'sli.robot': null, ...more } }).map((file) => ({
    ...file,
    kind: 'file' as const,
    bytes: Buffer.byteLength(file.content),
    content: Buffer.from(file.content),
  }))
}

function rehearseScript(script: string, wallMs: number, common: Common) {
  return rehearse({ ...common, ...only, snapshot: null, files: bundleOf({ script }), wallMs })
}
