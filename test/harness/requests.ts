import { join } from 'node:path'
import type { DriveResult } from '../stack/drive.ts'
import { drive } from '../stack/drive.ts'
import { projectRoot } from '../stack/paths.ts'
import { type RequestFile, readRequest } from '../stack/request-file.ts'
import type { RunningStack } from './stack-fixture.ts'

const limitMs = 150_000

/** A request of test/fixtures/requests, by its name. */
export function fixture(name: string): RequestFile {
  return readRequest(join(projectRoot, 'test/fixtures/requests', `${name}.md`))
}

/** Drives a request to its end, approving as rex. */
export function driveTo({ forge, reviewer }: Pick<RunningStack, 'forge' | 'reviewer'>, request: RequestFile): Promise<DriveResult> {
  return drive({ forge, reviewer, request, signal: AbortSignal.timeout(limitMs) })
}
