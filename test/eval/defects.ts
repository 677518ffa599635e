import { runProgram, withOwnStack } from '../bench/own-stack.ts'
import { startOpenAiDouble } from '../openai/double.ts'
import { drive, isExactlyOne } from '../stack/drive.ts'
import type { RegistryClient } from '../stack/registry-client.ts'
import { signIn } from '../stack/sign-in.ts'
import { defectCases, defectGroups, defectiveModel } from './defect-cases.ts'

const limitMs = 180_000
const maxAttempts = 3
const apiKey = 'sk-double-key-for-the-evaluation'

/** An admin sets the key in the admin page, as on a deployment. */
async function setKey(registry: string, admin: RegistryClient): Promise<void> {
  const ended = await admin.postForm('/admin/keys/openai', { key: apiKey })
  if (ended >= 400) throw new Error(`${registry}/admin answered ${ended} to the key`)
}

/**
 * `npm run eval:defects [-- --only GROUP] [--twice]`: on a whole stack whose model answers with a defect of each group first and with a mended bundle after feedback (with `--twice` after a second defect), each request must end merged within three
 * attempts, and what is merged must not have the defect.
 */
async function main(): Promise<number> {
  const only = process.argv[process.argv.indexOf('--only') + 1]
  const twice = process.argv.includes('--twice')
  const wanted = defectGroups.filter((group) => !process.argv.includes('--only') || group === only)
  const cases = await defectCases(wanted, twice)
  const model = 'gpt-5.4-mini'
  const double = await startOpenAiDouble({ apiKey, models: [model], write: defectiveModel(cases) })
  const extraVars = { OPENAI_BASE_URL: double.url, OPENAI_MODEL: model }
  let good = 0
  await withOwnStack({ extraVars }, async ({ stack, forge }) => {
    await setKey(stack.urls.worker, await signIn(stack.urls.worker, 'ada'))
    const reviewer = await signIn(stack.urls.worker, 'rex')
    for (const { group, fault, request, good: mended } of cases) {
      const result = await drive({ forge, reviewer, request, signal: AbortSignal.timeout(limitMs) })
      const view = await reviewer.issue(result.address)
      const isMended =
        view !== null && mended.files.every((file) => view.files.some((one) => one.path === file.path && one.content === file.content))
      const attempt = view?.summary.attempt ?? 0
      const isGood = isExactlyOne(result) && isMended && attempt <= maxAttempts && view?.summary.provider === 'openai'
      if (isGood) good += 1
      const verdict = `${result.outcome}, ${attempt} attempts, ${isMended ? 'mended' : 'WITH THE DEFECT'}`
      process.stdout.write(`${group.padEnd(10)} ${fault.name.padEnd(48)} ${result.seconds.toFixed(1).padStart(6)} s  ${verdict}\n`)
    }
  }).finally(() => double.close())
  process.stdout.write(
    `${good} of ${cases.length} ended merged and mended within ${maxAttempts} attempts; the model was asked ${double.calls.length} times\n`,
  )
  return good === cases.length ? 0 : 1
}

runProgram(main)
