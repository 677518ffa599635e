import { text } from 'node:stream/consumers'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { inspect } from '../../containers/inspect/inspect.ts'
import { makeWorkDir } from '../../containers/work-dir.ts'

/** What the bench asks of its child and gets back, as JSON on standard input and output. */
export interface Inspection {
  url: string
  known: Record<string, string>
}
export interface Inspected {
  seconds: number
  /** Tree hash by path, of every bundle seen. */
  known: Record<string, string>
  read: number
  unchanged: number
  /** Files of the bundles that were read. */
  files: number
  history: boolean
}

/** One inspection in a process of its own, so that its memory can be told from the bench's. Timed without the start of Node. */
async function main(): Promise<void> {
  const { url, known }: Inspection = JSON.parse(await text(process.stdin))
  const venv = ensureVenv()
  const work = await makeWorkDir()
  const result: Inspected = { seconds: 0, known: {}, read: 0, unchanged: 0, files: 0, history: false }
  const start = performance.now()
  try {
    for await (const line of inspect({ url, known, workDir: work.path, venv, allowPath: true })) {
      if (line.type === 'history') result.history = true
      if (line.type === 'bundle') {
        // Serialised as the runner does, so that its cost is in the figure.
        JSON.stringify(line)
        result.known[line.bundle.path] = line.bundle.treeHash
        result.read += 1
        result.files += line.bundle.files
      } else if (line.type === 'unchanged') {
        result.known[line.path] = line.treeHash
        result.unchanged += 1
      }
    }
    result.seconds = (performance.now() - start) / 1000
  } finally {
    await work.remove()
  }
  process.stdout.write(JSON.stringify(result))
}

await main()
