import { join } from 'node:path'
import type { DriveResult } from '../stack/drive.ts'
import { drive } from '../stack/drive.ts'
import { projectRoot } from '../stack/paths.ts'
import type { IssueAddress, RegistryClient, View } from '../stack/registry-client.ts'
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

/** Opens the issue of a request. */
export async function open({ forge }: RunningStack, request: RequestFile): Promise<IssueAddress> {
  const { number } = await forge.openIssue(request)
  return { owner: request.owner, repo: request.repo, number }
}

/** Reads the issue until `done` says so. */
export async function until(client: RegistryClient, address: IssueAddress, done: (view: View) => boolean): Promise<View> {
  const signal = AbortSignal.timeout(120_000)
  for (;;) {
    const view = await client.issue(address)
    if (view && done(view)) return view
    signal.throwIfAborted()
  }
}
