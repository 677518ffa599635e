import { afterEach, expect, it } from 'vitest'
import { minuteCron, quarterCron } from '../stack/cron.ts'
import { isExactlyOne } from '../stack/drive.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { driveTo } from './requests.ts'
import { useStack } from './stack-fixture.ts'

const running = useStack({ cronEveryMs: 0 })

afterEach(async () => {
  await running().forge.setFaults({})
})

it('makes one commit, one pull request and one merge although the answer to each of them is lost', async () => {
  // File contents travel inside the tree: there are no blobs to lose.
  const lost = ['git/trees', 'git/commits', 'git/refs', 'pulls'].map((part) => ({
    match: `POST /repos/*/*/${part}`,
    mode: 'cut_after_work' as const,
  }))
  const failed = { match: 'PUT /repos/*/*/pulls/*/merge', mode: 'fail_after_work' as const, status: 502 }
  await running().forge.setFaults({ rest: [...lost, failed] })
  const result = await driveTo(running(), variedRequest(10))
  expect(result).toSatisfy(isExactlyOne)
  expect(await running().forge.faultsLeft()).toBe(0)
})

it('ends well when every delivery comes twice and out of order', async () => {
  await running().forge.setFaults({ deliveries: { duplicateRate: 1, reorderWindowMs: 1_500 } })
  const result = await driveTo(running(), variedRequest(13))
  expect(result).toSatisfy(isExactlyOne)
  expect(result.comments).toBe(1)
})

it('waits as long as GitHub asks when it is told to slow down', async () => {
  const slow = { match: 'POST /repos/*/*/git/trees', mode: 'fail' as const, status: 403, headers: { 'retry-after': '3' } }
  await running().forge.setFaults({ rest: [slow] })
  const result = await driveTo(running(), variedRequest(14))
  expect(result).toSatisfy(isExactlyOne)
  expect(await running().forge.faultsLeft()).toBe(0)
})

it('asks GitHub for the deliveries that never arrived', async () => {
  const { forge, stack } = running()
  await forge.setFaults({ deliveries: { dropRate: 1 } })
  const request = variedRequest(15)
  const driven = driveTo(running(), request)
  await expect
    .poll(async () => (await forge.deliveries()).filter(({ event, status_code }) => event === 'issues' && status_code === 502).length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(0)
  await forge.setFaults({})
  expect(await stack.cron.fire(quarterCron)).toBe(true)
  expect(await stack.cron.fire(minuteCron)).toBe(true)
  expect(await driven).toSatisfy(isExactlyOne)
})
