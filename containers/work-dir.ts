import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const prefix = 'ccr-work-'

/** Pauses before another try: what still writes there is about to end. */
const pausesMs = [0, 50, 250]

/** Directories that could not be removed; tried again with the next piece of work. */
const left = new Set<string>()

/** Makes a directory for one piece of work, owned by this process; `remove` deletes it with all it holds. A directory that stays is told on standard error. */
export async function makeWorkDir(root = tmpdir()): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(root, { recursive: true })
  for (const old of left) if (await removeTree(old)) left.delete(old)
  const path = await mkdtemp(join(root, `${prefix}${process.pid}-`))
  return { path, remove: () => removeOrTell(path) }
}

async function removeOrTell(path: string): Promise<void> {
  if (await removeTree(path)) return
  left.add(path)
  process.stderr.write(`The directory ${path} could not be removed; it is tried again with the next piece of work.\n`)
}

/** Deletes a directory with all it holds, also where somebody took the right to do so away. False when something is left. */
export async function removeTree(path: string): Promise<boolean> {
  for (const pause of pausesMs) {
    await wait(pause)
    try {
      await rm(path, { recursive: true, force: true })
      return true
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      await openUp(path)
    }
  }
  return false
}

/** Gives back the right to read and change each directory. Links are not followed. */
async function openUp(path: string): Promise<void> {
  // Not ours, or gone already: the next try tells.
  await chmod(path, 0o700).catch(() => undefined)
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (entry.isDirectory()) await openUp(join(path, entry.name))
}

/** Removes what a killed process left under `root`; directories of living processes stay. */
export async function removeLeftovers(root = tmpdir()): Promise<number> {
  const names = await readdir(root).catch(() => [])
  const dead = names.filter((name) => {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid))
  })
  await Promise.all(dead.map((name) => removeOrTell(join(root, name))))
  return dead.length
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
