import type { Plugin } from 'vite'
import { platforms } from '../worker/domain/platform.ts'
import { allSamples } from '../worker/domain/samples/all-samples.ts'
import { samplesFile } from '../worker/domain/samples/sample.ts'

/** Writes `assets/samples-<platform>.json`, from which the Worker makes the acceptance scenarios of plans. */
export function samples(): Plugin {
  return {
    name: 'samples',
    apply: 'build',
    generateBundle() {
      for (const platform of platforms)
        this.emitFile({ type: 'asset', fileName: samplesFile(platform), source: JSON.stringify(allSamples[platform]) })
    },
  }
}
