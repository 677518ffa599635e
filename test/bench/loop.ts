import { drive, isExactlyOne } from '../stack/drive.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { median, printFigures } from './figures.ts'
import { runProgram, withOwnStack } from './own-stack.ts'

const rounds = 5
const boundSeconds = 45
const limitMs = 180_000

/** Issue opened → published and found by search, in seconds; the first, cold round is not counted. */
async function main(): Promise<number> {
  const seconds = await withOwnStack({}, async ({ stack, forge }) => {
    const reviewer = await signIn(stack.urls.worker, 'rex')
    const measured: number[] = []
    for (let round = 0; round <= rounds; round += 1) {
      const result = await drive({ forge, reviewer, request: variedRequest(round), signal: AbortSignal.timeout(limitMs) })
      if (!isExactlyOne(result)) throw new Error(`round ${round} did not end well: ${JSON.stringify(result)}`)
      process.stdout.write(`${round === 0 ? 'cold   ' : `round ${round}`} ${result.seconds.toFixed(1)} s  ${result.slug}\n`)
      if (round > 0) measured.push(result.seconds)
    }
    return measured
  })
  return printFigures([
    { name: `issue opened → found by search, median of ${rounds}`, value: median(seconds), unit: 's', bound: boundSeconds },
  ])
}

runProgram(main)
