import { NotYet } from '../worker/domain/failure.ts'
import type { GenerationProvider } from '../worker/pipeline/ports.ts'

/** A provider whose drafts are waited for, as an issue's object waits for them with its alarm. */
export function patient(provider: GenerationProvider, wait: (ms: number) => Promise<void>): GenerationProvider {
  return {
    ...provider,
    async generate(input, progress, signal) {
      let next = input
      for (;;) {
        try {
          return await provider.generate(next, progress, signal)
        } catch (error) {
          if (!(error instanceof NotYet)) throw error
          next = { ...input, waiting: error.waiting }
          await wait(error.afterMs)
        }
      }
    },
  }
}
