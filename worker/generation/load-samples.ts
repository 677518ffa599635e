import * as z from 'zod'
import { OutsideError } from '../domain/failure.ts'
import type { Platform } from '../domain/platform.ts'
import { type Sample, samplesFile } from '../domain/samples/sample.ts'

const sampleSchema = z.array(
  z.object({
    kind: z.string(),
    answers: z.array(z.object({ command: z.string(), healthy: z.json(), broken: z.json() })),
  }),
)

/** Reads the samples of each platform once per isolate through `fetchAsset` (the ASSETS binding). Throws `OutsideError` `samples_missing` where the browser build is not there. */
export function samplesFrom(fetchAsset: (path: string) => Promise<Response>): (platform: Platform) => Promise<readonly Sample[]> {
  const loaded = new Map<Platform, readonly Sample[]>()
  return async (platform) => {
    const known = loaded.get(platform)
    if (known !== undefined) return known
    const response = await fetchAsset(`/${samplesFile(platform)}`)
    const samples = sampleSchema.safeParse(response.ok ? await response.json() : null)
    if (!samples.success) {
      throw new OutsideError(
        'samples_missing',
        'The sample answers for the plan are not among the assets; the browser build has to be deployed.',
        'later',
      )
    }
    loaded.set(platform, samples.data)
    return samples.data
  }
}
