import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { type OpenAiDouble, startOpenAiDouble } from '../../../openai/double.ts'
import type { Fault } from '../../../openai/faults.ts'

const apiKey = 'sk-test-4f8a2b'
const maxHeldMegabytes = 64
let double: OpenAiDouble

beforeAll(async () => {
  double = await startOpenAiDouble({ apiKey, models: ['gpt-5.5'] })
})

afterAll(() => double.close())

const resultSchema = z.object({ code: z.string(), heldMegabytes: z.number(), readMegabytes: z.number() })

it.each<[Fault, string]>([
  ['ten-megabytes', 'responses'],
  ['ten-megabytes', 'chat'],
  ['one-line', 'responses'],
  ['endless-event', 'chat'],
])(
  'holds at most 64 MB while %s stream by %s, and stops reading',
  async (fault, api) => {
    double.failNext(fault)
    const script = join(import.meta.dirname, 'held-memory.ts')
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, double.url, apiKey, api], { timeout: 60_000 })
    const result = resultSchema.parse(JSON.parse(stdout))
    process.stdout.write(
      `${fault} by ${api}: ${result.heldMegabytes} MB held, ${result.readMegabytes} MB read, ${double.sentBytes() / 1e6} MB sent\n`,
    )
    expect(result.code).toBe('draft_too_large')
    expect(result.readMegabytes).toBeGreaterThan(1)
    expect(result.readMegabytes).toBeLessThan(8)
    expect(result.heldMegabytes).toBeGreaterThan(0)
    expect(result.heldMegabytes).toBeLessThanOrEqual(maxHeldMegabytes)
  },
  60_000,
)
