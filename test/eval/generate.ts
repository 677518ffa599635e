import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { runProgram } from '../bench/own-stack.ts'
import { projectRoot } from '../stack/paths.ts'
import { readRequest } from '../stack/request-file.ts'
import { candidates } from './candidates.ts'
import { type DraftRun, draftRun } from './draft-run.ts'

const usage =
  'Usage: npm run eval:generate -- --provider exemplar|workers-ai|openai|cursor [--model MODEL] [--requests DIR] [--against FILE]\n'

/** A draft below this is not good enough to merge. */
const leastScore = 90

function requestFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.md') && name.toLowerCase() !== 'readme.md')
    .sort()
    .map((name) => join(directory, name))
}

function costText(micros: number | null): string {
  return micros === null ? 'unknown' : `$${(micros / 1_000_000).toFixed(4)}`
}

/** What all drafts took together; a cost that is not known of one is not known of all. */
function totalOf(runs: readonly DraftRun[]): string {
  const sum = (of: (run: DraftRun) => number) => runs.reduce((total, run) => total + of(run), 0)
  const isPriced = runs.every(({ costMicros }) => costMicros !== null)
  const tokens = `${sum(({ usage }) => usage?.inputTokens ?? 0)} tokens in, ${sum(({ usage }) => usage?.outputTokens ?? 0)} out`
  const models = [...new Set(runs.map(({ provider, model }) => (model === null ? provider : `${provider} ${model}`)))]
  return `${models.join(', ')}: ${costText(isPriced ? sum(({ costMicros }) => costMicros ?? 0) : null)}, ${tokens}`
}

function lineOf(run: DraftRun): string {
  return [
    run.request.padEnd(28),
    run.slug.padEnd(32),
    (run.ok ? 'passes' : 'fails').padEnd(7),
    String(run.attempts).padStart(8),
    String(run.score ?? '-').padStart(6),
    run.rehearsals.join(', ').padEnd(46),
    run.seconds.provider.toFixed(1).padStart(9),
    run.seconds.proof.toFixed(1).padStart(8),
    costText(run.costMicros).padStart(9),
  ].join(' ')
}

const heading = `${'request'.padEnd(28)} ${'CodeBundle'.padEnd(32)} ${'proof'.padEnd(7)} ${'attempts'.padStart(8)} ${'score'.padStart(6)} ${'rehearsals'.padEnd(46)} ${'draft s'.padStart(9)} ${'proof s'.padStart(8)} ${'cost'.padStart(9)}`

/** What is better and worse than in an earlier run of the same requests. */
function compare(runs: readonly DraftRun[], path: string): string[] {
  const before: DraftRun[] = JSON.parse(readFileSync(path, 'utf8')).runs
  return runs.flatMap((run) => {
    const old = before.find(({ request }) => request === run.request)
    if (!old) return [`${run.request}: not in the earlier run`]
    const changes = [
      ...(old.ok === run.ok ? [] : [run.ok ? 'passes now' : 'fails now']),
      ...(old.score === run.score ? [] : [`score ${old.score ?? '-'} → ${run.score ?? '-'}`]),
      ...(old.attempts === run.attempts ? [] : [`attempts ${old.attempts} → ${run.attempts}`]),
    ]
    return changes.length > 0 ? [`${run.request}: ${changes.join(', ')}`] : []
  })
}

/**
 * `npm run eval:generate -- --provider X [--model Y] [--requests DIR] [--against FILE]`: drafts a CodeBundle for each request of a directory, proves and repairs it as the pipeline does, and prints
 * a table. The result is kept in .local/evals, to be compared with `--against`. Exit code 1 when a draft does not pass or scores below 90.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { provider: { type: 'string' }, model: { type: 'string' }, requests: { type: 'string' }, against: { type: 'string' } },
  })
  const make = Object.hasOwn(candidates, values.provider ?? '') ? candidates[values.provider ?? ''] : undefined
  if (!make) {
    process.stderr.write(usage)
    return 2
  }
  const venv = ensureVenv()
  const from = process.env.INIT_CWD ?? '.'
  const directory = values.requests === undefined ? join(projectRoot, 'test/fixtures/requests') : resolve(from, values.requests)
  const requests = requestFiles(directory).map((path) => ({
    name: path.split('/').at(-1)?.replace(/\.md$/, '') ?? '',
    file: readRequest(path),
  }))
  const { provider, instead, close } = await make(
    values.model,
    requests.map(({ file }) => file),
  )
  if (instead !== null)
    process.stdout.write(`A stand-in answers for ${provider.name}: the figures say nothing of the service. To ask that, ${instead}.\n`)
  const runs: DraftRun[] = []
  process.stdout.write(`${heading}\n`)
  for (const { name, file } of requests) {
    const run = await draftRun(name, file, provider, venv)
    runs.push(run)
    process.stdout.write(`${lineOf(run)}\n`)
    for (const finding of run.failed) process.stdout.write(`    ${finding.slice(0, 200)}\n`)
  }
  await close()
  process.stdout.write(`${totalOf(runs)}\n`)
  if (values.against !== undefined) process.stdout.write(`${compare(runs, resolve(from, values.against)).join('\n')}\n`)
  const kept = keep(values.provider ?? '', instead !== null, runs)
  const good = runs.filter(({ ok, score }) => ok && score !== null && score >= leastScore).length
  process.stdout.write(`${good} of ${runs.length} drafts pass with a score of at least ${leastScore}; kept in ${kept}\n`)
  return good === runs.length ? 0 : 1
}

function keep(provider: string, standIn: boolean, runs: readonly DraftRun[]): string {
  const folder = join(projectRoot, '.local/evals')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}-${provider}${standIn ? '-stand-in' : ''}.json`)
  writeFileSync(path, `${JSON.stringify({ provider, standIn, runs }, null, 1)}\n`)
  return path.slice(projectRoot.length + 1)
}

runProgram(main)
