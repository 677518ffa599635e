import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startRunner } from './server.ts'

/** node containers/main.ts --port 8791 --venv .local/venv [--host 127.0.0.1]; the token comes from RUNNER_TOKEN. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8791' },
      venv: { type: 'string', default: '.local/venv' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  })
  const token = process.env.RUNNER_TOKEN ?? ''
  if (!token) {
    process.stderr.write('RUNNER_TOKEN is not set: the runner answers nobody without a token.\n')
    process.exitCode = 2
    return
  }
  const runner = await startRunner({ token, venv: resolve(values.venv), port: Number(values.port), host: values.host })
  process.stdout.write(`Runner on ${runner.url}\n`)
  const end = () => void runner.close()
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

await main()
