import type { RehearseRequest } from '../../worker/domain/rehearsal/rehearsal-protocol.ts'
import type { RehearsalReport } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import { openRepository } from '../git/open.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { bundleFiles, overlay, refusePath } from '../validate/assemble.ts'
import { type RehearseOptions, rehearse } from './rehearse.ts'

export interface DraftOptions extends RehearseRequest, Pick<RehearseOptions, 'workDir' | 'venv' | 'signal' | 'progress'> {
  allowPath: boolean
  allowUnconfined?: boolean | undefined
}

/** Clones the base, lays the draft over it and rehearses the bundle. Throws `SandboxFailure` when the base cannot be read. */
export async function rehearseDraft(options: DraftOptions): Promise<RehearsalReport> {
  const { bundlePath } = options
  if (refusePath(bundlePath) || !/^codebundles\/[^/]+$/.test(bundlePath)) {
    throw new SandboxFailure('bad_request', 'bundlePath must be codebundles/<name>.')
  }
  options.progress(`Fetching ${options.url}`)
  const snapshot = await openRepository(options)
  const { files } = overlay(await bundleFiles(snapshot, bundlePath), options.files, bundlePath)
  return rehearse({ ...options, snapshot, files, allowUnconfined: options.allowUnconfined ?? false })
}
