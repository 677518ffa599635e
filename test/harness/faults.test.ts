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

it('adopts the pull request that GitHub opened although its answer was lost', async () => {
  await running().forge.setFaults({ rest: [{ match: 'POST /repos/*/*/pulls', mode: 'cut_after_work' }] })
  const result = await driveTo(running(), variedRequest(10))
  expect(result).toSatisfy(isExactlyOne)
  expect(await running().forge.faultsLeft()).toBe(0)
})

it('takes a merge for done although GitHub’s answer was an error after the work', async () => {
  await running().forge.setFaults({ rest: [{ match: 'PUT /repos/*/*/pulls/*/merge', mode: 'fail_after_work', status: 502 }] })
  const result = await driveTo(running(), variedRequest(11))
  expect(result).toSatisfy(isExactlyOne)
  expect(await running().forge.faultsLeft()).toBe(0)
})

it('makes the same commit again when the answers about its parts are lost', async () => {
  // File contents travel inside the tree: there are no blobs to lose.
  const lost = ['trees', 'commits', 'refs'].map((part) => ({
    match: `POST /repos/*/*/git/${part}`,
    mode: 'cut_after_work' as const,
  }))
  await running().forge.setFaults({ rest: lost })
  const result = await driveTo(running(), variedRequest(12))
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
