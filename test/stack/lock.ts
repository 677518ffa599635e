import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { killMarked, startTicks } from './processes.ts'
import { StackError } from './stack-error.ts'

const lockSchema = z.object({ id: z.string(), launcher: z.object({ pid: z.number(), ticks: z.string() }) })

function read(path: string): z.infer<typeof lockSchema> | null {
  if (!existsSync(path)) return null
  try {
    return lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/**
 * Takes the folder of a stack for this process. What a launcher that was killed left running is ended first.
 * Fails when a living launcher holds the folder.
 */
export async function takeFolder(dir: string): Promise<{ id: string; cleared: number }> {
  const path = join(dir, 'stack.json')
  const old = read(path)
  if (old && old.launcher.pid !== process.pid && startTicks(old.launcher.pid) === old.launcher.ticks) {
    throw new StackError(`The product already runs here (process ${old.launcher.pid}): stop that one first.`)
  }
  const cleared = old ? await killMarked(`${old.id}/`) : 0
  const id = randomUUID()
  writeFileSync(path, JSON.stringify({ id, launcher: { pid: process.pid, ticks: startTicks(process.pid) ?? '' } }))
  return { id, cleared }
}

/** Gives the folder back. */
export function leaveFolder(dir: string): void {
  rmSync(join(dir, 'stack.json'), { force: true })
}
