import { prepareVenv } from './prepare.ts'
import { StackError } from './stack-error.ts'

/** What the tests need besides the packages of npm: Robot Framework in .local/venv. */
prepareVenv((text) => process.stdout.write(`${text}\n`)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof StackError ? error.message : String(error)}\n`)
  process.exit(1)
})
