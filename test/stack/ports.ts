import { createServer } from 'node:net'
import { StackError } from './stack-error.ts'

export interface Ports {
  worker: number
  forge: number
  runner: number
  inspector: number
}

/** Where the product is found in development; written down in the README. */
export const fixedPorts = { worker: 8787, forge: 8790, runner: 8791 } as const

function listens(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      const found = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolve(found))
    })
  })
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

/** Fails with one sentence when a program already listens on `port` of this machine. */
export async function assertFree(port: number, purpose: string): Promise<void> {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    try {
      await listens(host, port)
    } catch (error) {
      if (isBusy(error)) throw new StackError(`Port ${port}, wanted for ${purpose}, is in use by another program: stop that program first.`)
    }
  }
}

/** The fixed ports after checking that they are free, or four free ones. */
export async function choosePorts(kind: 'fixed' | 'free', withForge: boolean): Promise<Ports> {
  const inspector = await listens('127.0.0.1', 0)
  if (kind === 'free') {
    const found = [inspector]
    while (found.length < 4) {
      const port = await listens('127.0.0.1', 0)
      if (!found.includes(port)) found.push(port)
    }
    const [, worker = 0, forge = 0, runner = 0] = found
    return { worker, forge, runner, inspector }
  }
  await assertFree(fixedPorts.worker, 'the registry')
  if (withForge) await assertFree(fixedPorts.forge, 'the forge')
  await assertFree(fixedPorts.runner, 'the runner')
  return { ...fixedPorts, inspector }
}
