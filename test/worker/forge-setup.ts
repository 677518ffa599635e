import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startForge } from '../forge/forge.ts'

/** Where the forge is, and the App that it knows. Its webhooks go nowhere: a test hands them on when it wants to. */
export interface ProvidedForge {
  url: string
  appId: string
  privateKey: string
  slug: string
}

declare module 'vitest' {
  interface ProvidedContext {
    forge: ProvidedForge
  }
}

/** A forge beside the workerd of the tests, for those that play with GitHub itself. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), 'worker-forge-'))
  const forge = await startForge({ port: 0, dataDir, appUrl: 'http://127.0.0.1:1' })
  const { appId, privateKey, slug } = forge.credentials
  project.provide('forge', { url: forge.url, appId: String(appId), privateKey, slug })
  return async () => {
    await forge.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
