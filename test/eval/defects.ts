import { makePlan } from '../../worker/domain/make-plan.ts'
import { parseRequest } from '../../worker/domain/parse-request.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { runProgram, withOwnStack } from '../bench/own-stack.ts'
import type { Bundle, Fault } from '../mutations/fault.ts'
import { faults } from '../mutations/judge.ts'
import type { SeenCall } from '../openai/check-request.ts'
import { startOpenAiDouble } from '../openai/double.ts'
import { type DraftAnswer, slugIn } from '../openai/write-draft.ts'
import { drive, isExactlyOne } from '../stack/drive.ts'
import type { RegistryClient } from '../stack/registry-client.ts'
import type { RequestFile } from '../stack/request-file.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest } from '../stack/varied-request.ts'

/** The ten groups of defects that people found in drafts which a checker of style had given full marks. */
const groups = ['discovery', 'health', 'sticky', 'invented', 'robot', 'bash', 'security', 'templates', 'harness', 'wording']
const limitMs = 180_000
const maxAttempts = 3
const apiKey = 'sk-double-key-for-the-evaluation'

interface Case {
  group: string
  fault: Fault
  request: RequestFile
  good: Bundle
  bad: Bundle
}

/** One fault of each group, seeded into the bundle that a request leads to. */
async function casesOf(): Promise<Case[]> {
  const cases: Case[] = []
  for (const [index, group] of groups.entries()) {
    const request = variedRequest(index)
    const good = await goodBundle(request)
    const seeded = faults.flatMap((fault) => {
      const bad = fault.group === group ? fault.seed(good) : null
      return bad ? [{ fault, bad }] : []
    })[0]
    if (!seeded) throw new Error(`no fault of group ${group} has a place in ${good.slug}`)
    cases.push({ group, request, good, ...seeded })
  }
  return cases
}

async function goodBundle(file: RequestFile): Promise<Bundle> {
  const request = parseRequest(file)
  const planned = makePlan(request)
  if (!('plan' in planned)) throw new Error('a varied request leads to a plan')
  const { files } = await exemplarProvider.generate(
    {
      ...{
        run: 'defects',
        request,
        plan: { ...planned.plan, coverage: [] },
        round: 1,
        attempt: 1,
        previous: [],
        feedback: [],
        closest: [],
      },
      author: file.login,
      collection: { owner: file.owner, repo: file.repo, defaultBranch: 'main', url: `https://github.com/${file.owner}/${file.repo}.git` },
    },
    async () => undefined,
  )
  return { slug: planned.plan.slug, files }
}

/** The defect first; the mended bundle once the prompt brings feedback. */
function answer(cases: readonly Case[], call: SeenCall): DraftAnswer {
  const found = cases.find(({ good }) => good.slug === slugIn(call))
  if (!found) return { files: [], notes: ['No case has this slug.'] }
  const isRepair = /^# Feedback$/m.test(call.turns[0]?.text ?? '')
  const { files } = isRepair ? found.good : found.bad
  return {
    files: files.map(({ path, mode, content }) => ({ path, executable: mode === '100755', content })),
    notes: [isRepair ? 'Mended what the checks found.' : 'A first draft.'],
  }
}

/** An admin sets the key in the admin page, as on a deployment. */
async function setKey(registry: string, admin: RegistryClient): Promise<void> {
  const ended = await admin.postForm('/admin/keys/openai', { key: apiKey })
  if (ended >= 400) throw new Error(`${registry}/admin answered ${ended} to the key`)
}

/**
 * `npm run eval:defects [-- --only GROUP]`: on a whole stack whose model answers with a defect of each group first and with a mended bundle after feedback, each request must end merged within three
 * attempts, and what is merged must not have the defect.
 */
async function main(): Promise<number> {
  const only = process.argv[process.argv.indexOf('--only') + 1]
  const cases = (await casesOf()).filter(({ group }) => !process.argv.includes('--only') || group === only)
  const model = 'gpt-5.4-mini'
  const double = await startOpenAiDouble({ apiKey, models: [model], write: (call) => answer(cases, call) })
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
