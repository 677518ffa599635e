import { afterAll, expect, it, vi } from 'vitest'
import { defectCases, defectiveModel } from '../eval/defect-cases.ts'
import { startOpenAiDouble } from '../openai/double.ts'
import { slugIn } from '../openai/write-draft.ts'
import { isExactlyOne } from '../stack/drive.ts'
import type { IssueAddress } from '../stack/registry-client.ts'
import { signIn } from '../stack/sign-in.ts'
import { driveTo } from './requests.ts'
import { useStack } from './stack-fixture.ts'

const apiKey = 'sk-double-key-for-the-tests'
const model = 'gpt-5.4-mini'
const cases = await defectCases(['bash', 'health'])
const told: string[] = []
const write = defectiveModel(cases)
const double = await startOpenAiDouble({
  apiKey,
  models: [model, 'gpt-5.4'],
  write: (call) => {
    told.push(`${call.model} ${call.instructions.slice(0, 40)}`)
    // Somebody takes the key back while the second request is worked on.
    if (slugIn(call) === cases[1]?.good.slug) double.failNext('key-revoked')
    return write(call)
  },
})
const running = useStack({ extraVars: { OPENAI_BASE_URL: double.url, OPENAI_MODEL: model } })

afterAll(() => double.close())

it('mends a draft of a model with what the checks found, within the budgets, and falls back when its key is refused', async () => {
  const [first, second] = cases
  if (!first || !second) throw new Error('two cases')
  const ada = await signIn(running().stack.urls.worker, 'ada')
  expect(await ada.postForm('/admin/keys/openai', { key: apiKey })).toBeLessThan(400)
  const result = await driveTo(running(), first.request)
  expect(result).toSatisfy(isExactlyOne)
  const view = await running().reviewer.issue(result.address)
  expect(view?.summary).toMatchObject({ provider: 'openai', attempt: 2 })
  const files = Object.fromEntries((view?.files ?? []).map(({ path, content }) => [path, content]))
  expect(first.good.files.filter(({ path, content }) => files[path] !== content)).toEqual([])

  await replay(first.good.slug, result.address)

  const without = await driveTo(running(), second.request)
  expect(without).toSatisfy(isExactlyOne)
  expect((await running().reviewer.issue(without.address))?.summary).toMatchObject({ provider: 'exemplar', attempt: 2 })
})

/** The run is drafted again by another model with other instructions and by patterns: proven like the first time, and nothing on GitHub changes. */
async function replay(slug: string, { owner, repo, number }: IssueAddress): Promise<void> {
  const { stack, forge } = running()
  const ada = await signIn(stack.urls.worker, 'ada')
  const before = await forge.summary(owner, repo, number)
  const choice = await vi.waitFor(async () => {
    const run = /name="run" value="([^"]+)"/.exec(await ada.page('/admin/trials'))?.[1]
    if (run === undefined) throw new Error('no run can be replayed yet')
    return run
  }, waitFor)
  const instructions = 'Write the CodeBundle of the plan. Answer with JSON.'
  for (const [provider, usedModel, more] of [
    ['openai', 'gpt-5.4', { instructions }],
    ['exemplar', '', {}],
  ] as const) {
    const path = await ada.formTo('/admin/trials/replay', { run: choice, provider, model: usedModel, title: '', ...more })
    const html = await vi.waitFor(async () => {
      const page = await ada.page(path)
      if (!page.includes('1 of 1 pass')) throw new Error(page.replace(/<[^>]+>/g, ' '))
      return page
    }, waitFor)
    expect(html).toContain(slug)
    expect(html).toMatch(provider === 'openai' ? /score \d+/ : /As before|Better/)
    const draft = /href="(\/admin\/trials\/[^"/]+\/[^"]+)"/.exec(html)?.[1] ?? ''
    expect(await ada.page(draft)).toContain('runbook.robot')
  }
  expect(told.filter((line) => line.startsWith('gpt-5.4 '))).toEqual(Array(2).fill(`gpt-5.4 ${instructions.slice(0, 40)}`))
  expect(await forge.summary(owner, repo, number)).toEqual(before)
}

const waitFor = { timeout: 90_000, interval: 500 }
