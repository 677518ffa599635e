import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from './paths.ts'
import { preparationMarker } from './prepare.ts'
import { killMarked } from './processes.ts'
import { startStack } from './stack.ts'
import { StackError } from './stack-error.ts'
import { welcome } from './welcome.ts'

const usage = `npm start [-- --fresh]

Runs the whole product on this machine.
  --fresh        removes all its local data first
  --verbose      logs each request and each step to .local/logs/worker.log, not only what went wrong
  --dir DIR      keeps its data there, not in .local
  --free-ports   takes free ports, so that several can run beside each other`

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    dir: { type: 'string', default: join(projectRoot, '.local') },
    'free-ports': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Resolves when a person or the system asks this process to end. npm may die before it passes a signal on, hence the look at the parent. */
function asked(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve(name))
    if (process.env.npm_lifecycle_event === undefined) return
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent) resolve('the parent process ended')
    }, 500).unref()
  })
}

async function main(): Promise<number> {
  const begun = Date.now()
  const end = asked()
  const devVars = join(projectRoot, '.dev.vars')
  const aborter = new AbortController()
  const starting = startStack({
    dir: resolve(values.dir),
    ports: values['free-ports'] ? 'free' : 'fixed',
    fresh: values.fresh,
    verbose: values.verbose,
    signal: aborter.signal,
    ...(existsSync(devVars) ? { devVars } : {}),
    report: (text) => say(`  · ${text}`),
  })
  const stack = await Promise.race([starting, end])
  if (typeof stack === 'string') {
    say('\nstopping')
    aborter.abort()
    await killMarked(preparationMarker)
    await starting.then((late) => late.stop()).catch(() => null)
    return 0
  }
  say(welcome(stack.urls, (Date.now() - begun) / 1000))
  const why = await Promise.race([end.then(() => null), stack.broken])
  if (why === null) say('\nstopping')
  else process.stderr.write(`${why}\n`)
  await stack.stop()
  return why === null ? 0 : 1
}

if (values.help) say(usage)
else {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof StackError ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
}
