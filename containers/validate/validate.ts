import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { confinementCheck } from '../../worker/domain/confinement.ts'
import { withExcerpts } from '../../worker/domain/excerpt.ts'
import { gates } from '../../worker/domain/gates/all.ts'
import { runGates } from '../../worker/domain/gates/gate.ts'
import type { Lock } from '../../worker/domain/rehearsal/locks.ts'
import { blockingFailures, type Report } from '../../worker/domain/report.ts'
import { sealed } from '../../worker/domain/report-hash.ts'
import type { DraftFile, ValidateRequest } from '../../worker/domain/sandbox-protocol.ts'
import { assess } from '../../worker/domain/score/score.ts'
import { type Keeper, startKeeper } from '../confine/keeper.ts'
import { confinementHere } from '../confine/machine.ts'
import { openRepository } from '../git/open.ts'
import type { Snapshot } from '../git/tree.ts'
import { rehearsalProgram } from '../rehearse/run-scenario.ts'
import { scenarioCount } from '../rehearse/scenario-files.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { toolVersions } from '../tools.ts'
import { assemble, type BundleFile, bundleFiles, overlay, refusePath } from './assemble.ts'
import { gatherFacts } from './gather.ts'
import { checkLocks, rehearseAfter } from './prove.ts'
import { dryRunProgram } from './python-facts.ts'
import { StepLog } from './step-log.ts'

interface Surroundings {
  /** An empty directory that the caller removes. */
  workDir: string
  venv: string
  /** Whether steps may run although this machine cannot shut them off. */
  allowUnconfined?: boolean | undefined
  /** Longest dry run; 60 s when absent. */
  dryRunMs?: number | undefined
  /** Longest run of ShellCheck; 30 s when absent. */
  lintMs?: number | undefined
  signal?: AbortSignal | undefined
  progress: (message: string) => void
}

export interface ValidateOptions extends ValidateRequest, Surroundings {
  allowPath: boolean
}

/** Clones the base, lays the draft over it and runs the gates. Throws `SandboxFailure` when the base cannot be read. */
export async function validate(options: ValidateOptions): Promise<Report> {
  const started = performance.now()
  const { bundlePath } = options
  if (refusePath(bundlePath) || !/^codebundles\/[^/]+$/.test(bundlePath)) {
    throw new SandboxFailure('bad_request', 'bundlePath must be codebundles/<name>.')
  }
  options.progress(`Fetching ${options.url}`)
  const snapshot = await openRepository(options)
  const base = await bundleFiles(snapshot, bundlePath)
  return validateFiles({ ...options, snapshot, base, draft: options.files, rehearse: options.rehearse ?? false, started })
}

export interface FilesOptions extends Surroundings {
  /** Where libraries and siblings come from; null when there is no repository around the bundle. */
  snapshot: Snapshot | null
  bundlePath: string
  base: readonly BundleFile[]
  draft: readonly DraftFile[]
  /** Scenarios that the draft must leave as they are. */
  locks?: readonly Lock[] | undefined
  /** Whether a bundle that passes its static checks is run, too. */
  rehearse?: boolean
  /** `performance.now()` at the start of the work. */
  started: number
}

/** Runs the gates over files that are already at hand. */
export async function validateFiles(options: FilesOptions): Promise<Report> {
  const { venv, base, draft, bundlePath } = options
  const { files } = overlay(base, draft, bundlePath)
  const steps = 1 + scenarioCount(files, bundlePath)
  // Without a rehearsal one process imports everything, whoever starts it.
  const keeper = options.rehearse ? startKeeper({ venv, programs: [dryRunProgram, rehearsalProgram], steps }) : null
  return prove(options, keeper).finally(() => keeper?.close())
}

async function prove(options: FilesOptions, keeper: Keeper | null): Promise<Report> {
  const { snapshot, bundlePath, workDir, venv, allowUnconfined = false, dryRunMs, lintMs, signal, progress } = options
  const { files, refused } = overlay(options.base, options.draft, bundlePath)
  const root = join(options.workDir, 'base')
  const home = join(options.workDir, 'home')
  await mkdir(home, { recursive: true })
  const assembly = await assemble(root, snapshot, bundlePath, files)
  const steps = new StepLog()
  const [facts, tools] = await Promise.all([
    gatherFacts(assembly, { root, bundlePath, refused, venv, home, keeper, allowUnconfined, dryRunMs, lintMs, signal, steps }, progress),
    toolVersions(venv, home),
  ])
  stopIfAborted(signal)
  progress(`Judging ${facts.files.length} files by ${gates.length} rules`)
  const confinement = confinementHere(venv, allowUnconfined)
  const statics = await steps.time('Rules', `${gates.length} rules on ${facts.files.length} files`, async () => runGates(gates, facts))
  statics.push(confinementCheck(confinement))
  const locked = await checkLocks(options.locks ?? [], files)
  if (locked) statics.push(locked.check)
  const rehearsed = options.rehearse
    ? await rehearseAfter(statics, { snapshot, bundlePath, files, keeper, allowUnconfined, workDir, venv, signal, progress }, steps)
    : null
  stopIfAborted(signal)
  const texts = new Map(facts.files.flatMap(({ path, text }) => (text === null ? [] : [[path, text] as const])))
  const checks = withExcerpts([...statics, ...(rehearsed?.checks ?? [])], (path) => texts.get(path))
  return sealed({
    ok: blockingFailures({ checks }).length === 0,
    bundle: bundlePath,
    checks,
    score: assess(facts, '').score,
    confinement,
    steps: [...steps.steps],
    tools,
    image: process.env.IMAGE_DIGEST ?? null,
    ...(locked ? { locks: locked.verdict } : {}),
    ...(rehearsed?.proof ? { rehearsal: rehearsed.proof } : {}),
    durationMs: Math.round(performance.now() - options.started),
  })
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SandboxFailure('timeout', 'The caller went away or the deadline passed.')
}
