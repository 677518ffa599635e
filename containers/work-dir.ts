import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'ccr-work-'

/** Makes a directory for one piece of work, owned by this process; `remove` deletes it with all it holds. */
export async function makeWorkDir(root = tmpdir()): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(root, { recursive: true })
  const path = await mkdtemp(join(root, `${prefix}${process.pid}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

/** Removes what a killed process left under `root`; directories of living processes stay. */
export async function removeLeftovers(root = tmpdir()): Promise<number> {
  const names = await readdir(root).catch(() => [])
  const dead = names.filter((name) => {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    return pid !== undefined && !isAlive(Number(pid))
  })
  await Promise.all(dead.map((name) => rm(join(root, name), { recursive: true, force: true })))
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
