import type { GenerationInput } from '../../../worker/pipeline/ports.ts'
import { generationInput } from '../../generation-input.ts'

/** What a provider is given for a request with this body. */
export function inputFor(body: string, more: Partial<GenerationInput> = {}): GenerationInput {
  return generationInput({ title: 'Cloud Run health on GCP', labels: ['codebundle:generate'], body }, more)
}

/** Collects progress lines. */
export function listen(): { lines: string[]; progress: (text: string) => Promise<void> } {
  const lines: string[] = []
  return {
    lines,
    progress: async (text) => {
      lines.push(text)
    },
  }
}
