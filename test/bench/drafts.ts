import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { openRepository } from '../../containers/git/open.ts'
import { bundleFiles } from '../../containers/validate/assemble.ts'
import { validateFiles } from '../../containers/validate/validate.ts'
import { type RecordedFault, recordedFaults } from './draft-faults.ts'
import { type DraftRecord, draftCommit, draftsSchema } from './draft-records.ts'
import { runProgram } from './own-stack.ts'
import { inWorkDir } from './public-bundles.ts'

interface Outcome {
  record: DraftRecord
  faults: RecordedFault[]
  /** Checks that block the draft. */
  blocking: string[]
}

/** Validates a draft as it was first proposed, on the commit it was made for. */
async function judge(record: DraftRecord, { clone, author }: { clone: string; author: string }): Promise<Outcome> {
  return inWorkDir(async (workDir) => {
    const found = await draftCommit(record, { gitDir: clone, home: workDir, author })
    if (!found) throw new Error(`${clone} has no draft of pull request ${record.pull_request}`)
    const bundlePath = `codebundles/${record.bundle}`
    const open = (ref: string) => openRepository({ url: clone, ref, workDir, allowPath: true })
    const [snapshot, files] = await Promise.all([open(found.parent), open(found.commit).then((draft) => bundleFiles(draft, bundlePath))])
    const surroundings = { workDir, venv: ensureVenv(), started: performance.now(), progress: () => undefined }
    const { checks } = await validateFiles({ snapshot, bundlePath, base: files, draft: [], ...surroundings })
    const blocking = checks.filter(({ status, severity }) => status === 'fail' && severity === 'block').map(({ id }) => id)
    return { record, faults: recordedFaults(record, { bundlePath, files, checks }), blocking: [...new Set(blocking)] }
  })
}

function print({ record, faults, blocking }: Outcome): void {
  const found = faults.filter(({ isFound }) => isFound).length
  const verdict = blocking.length === 0 ? 'no finding blocks it' : `blocked by ${blocking.join(', ')}`
  process.stdout.write(`${String(record.pull_request).padEnd(5)} ${record.bundle.padEnd(40)} ${found} of ${faults.length}; ${verdict}\n`)
  for (const { kind, what, isFound } of faults) if (!isFound) process.stdout.write(`      MISSED ${kind}: ${what}\n`)
}

function printKinds(faults: readonly RecordedFault[]): void {
  for (const kind of new Set(faults.map((fault) => fault.kind))) {
    const all = faults.filter((fault) => fault.kind === kind)
    process.stdout.write(`${kind.padEnd(20)} ${all.filter(({ isFound }) => isFound).length} of ${all.length}\n`)
  }
}

/**
 * `npm run bench:drafts -- --clone BARE_CLONE --expected JSON [--author NAME] [--only NUMBER]`: validates the first drafts of pull requests and compares what the gates say
 * with the faults that are recorded for each draft (the shape is in draft-records.ts). Fails when a recorded fault is missed.
 */
async function main(): Promise<number> {
  const options = {
    clone: { type: 'string' },
    expected: { type: 'string' },
    author: { type: 'string', default: 'agent' },
    only: { type: 'string' },
  } as const
  const { clone, expected, author, only } = parseArgs({ options }).values
  if (clone === undefined || expected === undefined) throw new Error('Give --clone BARE_CLONE and --expected JSON.')
  const from = process.env.INIT_CWD ?? '.'
  const { drafts } = draftsSchema.parse(JSON.parse(readFileSync(resolve(from, expected), 'utf8')))
  const outcomes: Outcome[] = []
  for (const record of drafts) {
    if (only !== undefined && String(record.pull_request) !== only) continue
    const outcome = await judge(record, { clone: resolve(from, clone), author })
    print(outcome)
    outcomes.push(outcome)
  }
  const faults = outcomes.flatMap((outcome) => outcome.faults)
  printKinds(faults)
  const missed = faults.filter(({ isFound }) => !isFound).length
  const blocked = outcomes.filter(({ blocking }) => blocking.length > 0).length
  process.stdout.write(
    `${faults.length - missed} of ${faults.length} recorded faults found; ${blocked} of ${outcomes.length} drafts blocked\n`,
  )
  return missed === 0 ? 0 : 1
}

runProgram(main)
