import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ForgeControl } from '../stack/forge-control.ts'
import { RegistryClient } from '../stack/registry-client.ts'
import { untilAssessed, untilSeeded } from '../stack/seeded.ts'
import { type Stack, type StackOptions, startStack } from '../stack/stack.ts'

export interface OwnStack {
  stack: Stack
  forge: ForgeControl
}

const seedLimitMs = 120_000

/** A stack in a temporary folder, with the sample collections indexed and assessed. `work` gets it; afterwards nothing of it is left. */
export async function withOwnStack<Result>(options: Partial<StackOptions>, work: (own: OwnStack) => Promise<Result>): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), 'registry-stack-'))
  const stack = await startStack({ dir, ports: 'free', ...options })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void stack.stop().then(() => process.exit(130)))
  try {
    if (stack.forge === null) throw new Error('a stack of its own has a forge')
    const client = new RegistryClient(stack.urls.worker)
    const limit = AbortSignal.timeout(seedLimitMs)
    await untilSeeded(client, limit)
    await untilAssessed(client, limit)
    return await work({ stack, forge: stack.forge })
  } finally {
    await stack.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Runs a program and ends the process with its exit code. */
export function runProgram(program: () => Promise<number>): void {
  program().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      process.exit(1)
    },
  )
}
