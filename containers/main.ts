import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { confinementText } from '../worker/domain/confinement.ts'
import { confinementHere } from './confine/machine.ts'
import { startRunner } from './server.ts'

/**
 * node containers/main.ts --port 8791 --venv .local/venv [--host 127.0.0.1] [--allow-unconfined]; the token comes from RUNNER_TOKEN.
 * `--allow-unconfined` runs untrusted steps where the kernel cannot shut them off. It is for development: with NODE_ENV=production it is refused.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8791' },
      venv: { type: 'string', default: '.local/venv' },
      host: { type: 'string', default: '127.0.0.1' },
      'allow-unconfined': { type: 'boolean', default: false },
    },
  })
  const token = process.env.RUNNER_TOKEN ?? ''
  if (!token) {
    process.stderr.write('RUNNER_TOKEN is not set: the runner answers nobody without a token.\n')
    process.exitCode = 2
    return
  }
  const allowUnconfined = values['allow-unconfined']
  if (allowUnconfined && process.env.NODE_ENV === 'production') {
    process.stderr.write('--allow-unconfined is for development: in production every untrusted step is shut off or not run.\n')
    process.exitCode = 2
    return
  }
  const venv = resolve(values.venv)
  const runner = await startRunner({ token, venv, port: Number(values.port), host: values.host, allowUnconfined })
  process.stdout.write(`Runner on ${runner.url}\n${confinementText(confinementHere(venv, allowUnconfined))}\n`)
  const end = () => void runner.close()
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

await main()
