import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { issuePersonToken } from './actor.ts'
import { startDeliverer } from './deliverer.ts'
import { createFaults, type Faults, faultsSchema } from './faults.ts'
import { gitDirectory, removeStaleLocks } from './git.ts'
import { afterRefsChanged, finishMerges } from './pushes.ts'
import { allRepos } from './repos.ts'
import { importCollection, loadCredentials, seed } from './seed.ts'
import { createForgeServer } from './server.ts'
import { openStore, type Store } from './store.ts'
import { metaRow } from './tables.ts'
import { botLogin, type Credentials, type UnexpectedCall, type World } from './world.ts'

export interface ForgeOptions {
  /** 0 takes a free port. */
  port: number
  /** Repositories and database; made when absent. */
  dataDir: string
  /** Where the App is reached: webhooks go to `<appUrl>/webhooks/github`, OAuth returns to `<appUrl>/auth/callback`. */
  appUrl: string
  /** One folder of plain files per sample repository. Without it the samples are tiny. */
  samplesDir?: string
  /** Further repositories: name → path of a local clone. */
  collections?: Record<string, string>
  /** Replaces the faults kept from before. */
  faults?: z.input<typeof faultsSchema>
  /** Forgets everything that was there. */
  fresh?: boolean
}

/** A running forge. */
export interface Forge {
  /** `http://127.0.0.1:<port>`; REST lies under `/api/v3`. */
  url: string
  credentials: Credentials
  faults: Faults
  /** Calls that the forge does not know, in order. */
  unexpected: UnexpectedCall[]
  /** A token of a person, for REST and git. */
  tokenOf(login: string): string
  /** Points webhooks and OAuth at another address, for an App that starts after the forge. */
  setAppUrl(url: string): void
  close(): Promise<void>
}

/** Starts the forge on 127.0.0.1. State survives `close` and a killed process; deliveries that were never attempted are attempted now. */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const dataDir = resolve(options.dataDir)
  if (options.fresh === true) rmSync(dataDir, { recursive: true, force: true })
  const store = openStore(join(dataDir, 'forge.sqlite'))
  const world: World = {
    store,
    dataDir,
    url: '',
    appUrl: options.appUrl.replace(/\/$/, ''),
    credentials: loadCredentials(store),
    faults: loadFaults(store),
    unexpected: [],
    wakeDeliverer: () => undefined,
  }
  if (options.faults !== undefined) world.faults.set(options.faults)
  const server = createForgeServer(world)
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the forge has no port')
  world.url = `http://127.0.0.1:${address.port}`
  prepare(world, options)
  const deliverer = startDeliverer(world)
  world.wakeDeliverer = deliverer.wake
  deliverer.wake()
  return {
    url: world.url,
    credentials: world.credentials,
    faults: world.faults,
    unexpected: world.unexpected,
    tokenOf: (login) => issuePersonToken(world, login, 'ghp'),
    setAppUrl: (url) => {
      world.appUrl = url.replace(/\/$/, '')
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await Promise.all([closed, deliverer.stop()])
      store.close()
    },
  }
}

function prepare(world: World, options: ForgeOptions): void {
  world.store.transaction(() => {
    seed(world, options.samplesDir === undefined ? join(world.dataDir, 'no-samples') : resolve(options.samplesDir))
    for (const [name, path] of Object.entries(options.collections ?? {})) importCollection(world, name, resolve(path))
    for (const repo of allRepos(world)) {
      removeStaleLocks(gitDirectory(world, repo))
      finishMerges(world, repo)
      afterRefsChanged(world, repo, botLogin(world))
    }
  })
}

function loadFaults(store: Store): Faults {
  const known = store.one(metaRow, "SELECT value FROM meta WHERE name = 'faults'")
  const plan = faultsSchema.parse(known === null ? {} : JSON.parse(known.value))
  return createFaults(plan, (changed) => {
    store.run(
      "INSERT INTO meta (name, value) VALUES ('faults', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      JSON.stringify(changed),
    )
  })
}
