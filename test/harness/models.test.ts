import { afterAll, expect, it } from 'vitest'
import { defectCases, defectiveModel } from '../eval/defect-cases.ts'
import { startOpenAiDouble } from '../openai/double.ts'
import { isExactlyOne } from '../stack/drive.ts'
import { signIn } from '../stack/sign-in.ts'
import { driveTo } from './requests.ts'
import { useStack } from './stack-fixture.ts'

const apiKey = 'sk-double-key-for-the-tests'
const model = 'gpt-5.4-mini'
const cases = await defectCases(['bash', 'health'])
const double = await startOpenAiDouble({ apiKey, models: [model], write: defectiveModel(cases) })
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

  double.failNext('key-revoked')
  const without = await driveTo(running(), second.request)
  expect(without).toSatisfy(isExactlyOne)
  expect((await running().reviewer.issue(without.address))?.summary.provider).toBe('exemplar')
})
