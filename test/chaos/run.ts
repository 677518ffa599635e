import { parseArgs } from 'node:util'
import { runProgram, withOwnStack } from '../bench/own-stack.ts'
import { choosePorts } from '../stack/ports.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { points } from './points.ts'
import { createStriker, type Striker } from './strike.ts'
import { startTap } from './tap.ts'
import { Trial, type TrialResult, type TrialSetting } from './trial.ts'

const usage = `npm run test:chaos [-- --points a,b --seeds N --parallel N --limit SECONDS]

Kills the product's whole process tree (SIGKILL) at named points and starts it again; the forge, which stands for github.com, stays.
Every issue must end published, with exactly one branch, one pull request and one merge.
Points: ${points.map(({ name }) => name).join(', ')}`

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: points.map(({ name }) => name).join(',') },
    seeds: { type: 'string', default: '5' },
    parallel: { type: 'string', default: '4' },
    limit: { type: 'string', default: '600' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

/** A point that was passed unseen proves nothing: the trial is run again with another issue. */
const mostTries = 4

/** The crons fire this often, in place of every minute. */
const cronEveryMs = 10_000

function say(result: TrialResult): void {
  const verdict = result.good && result.struck ? 'ok     ' : result.struck ? 'FAILED ' : 'unseen '
  process.stdout.write(
    `${verdict} ${result.point.padEnd(11)} seed ${result.seed}  ${result.seconds.toFixed(0).padStart(4)} s  ${result.detail}\n`,
  )
}

function table(results: TrialResult[]): string {
  const names = [...new Set(results.map(({ point }) => point))]
  const row = (name: string) => {
    const own = results.filter(({ point }) => point === name)
    const good = own.filter((result) => result.good && result.struck).length
    const longest = Math.max(...own.map(({ seconds }) => seconds))
    return `${name.padEnd(12)} ${good} of ${own.length}   longest ${longest.toFixed(0)} s`
  }
  return names.map(row).join('\n')
}

async function runTrials(setting: TrialSetting, trials: Trial[], active: Set<Trial>): Promise<TrialResult[]> {
  const results: TrialResult[] = []
  const waiting = [...trials]
  let requests = 0
  const lane = async () => {
    for (let trial = waiting.shift(); trial; trial = waiting.shift()) {
      let current: Trial = trial
      for (let tries = 1; ; tries += 1) {
        active.add(current)
        const result = await current.run(variedRequest(requests++))
        active.delete(current)
        say(result)
        if (result.struck || !result.good || tries === mostTries) {
          results.push(result)
          break
        }
        current = new Trial(trial.point, trial.seed, setting)
      }
    }
  }
  await Promise.all(Array.from({ length: Number(values.parallel) }, lane))
  return results
}

async function main(): Promise<number> {
  const wanted = values.points.split(',')
  const chosen = points.filter(({ name }) => wanted.includes(name))
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
  const active = new Set<Trial>()
  const begun = Date.now()
  const { forge: forgePort } = await choosePorts('free', true)
  const tap = await startTap(`http://127.0.0.1:${forgePort}`, async (call) => {
    for (const trial of active) if (await trial.heard(call)) return true
    return false
  })
  const options = { forgePort, cronEveryMs, extraVars: { GITHUB_API_URL: `${tap.url}/api/v3` } }
  let striker: Striker | null = null
  const results = await withOwnStack(options, async ({ stack, forge }) => {
    striker = createStriker(stack)
    const setting = { forge, reviewer: await signIn(stack.urls.worker, 'rex'), striker, limitMs: Number(values.limit) * 1000 }
    const trials = seeds.flatMap((seed) => chosen.map((point) => new Trial(point, seed, setting)))
    const all = await runTrials(setting, trials, active)
    process.stdout.write(`\n${table(all)}\n\n${striker.kills()} kills, ${((Date.now() - begun) / 1000).toFixed(0)} s\n`)
    return all
  })
  await tap.close()
  const good = results.filter((result) => result.good && result.struck).length
  process.stdout.write(`${good} of ${results.length}\n`)
  return good === results.length ? 0 : 1
}

if (values.help) process.stdout.write(`${usage}\n`)
else runProgram(main)
