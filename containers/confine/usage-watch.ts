import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Policy } from './policy.ts'

/** Watches what a process and all that came from it use together: the kernel's own limits hold for each process by itself. */

const everyMs = 200

/** Small pages of the machines that the runner runs on. */
const pageBytes = 4096

/** The kernel shows processor time in hundredths of a second. */
const ticksPerSecond = 100

interface Usage {
  pid: number
  parent: number
  /** Its own and that of its children that have ended. */
  cpuTicks: number
  residentBytes: number
}

/** Calls `over` once when the processes below `pid` use too much. Returns a function that ends the watch. Does nothing where there is no /proc. */
export function watchUsage(pid: number, policy: Policy, over: (what: 'memory' | 'cpu') => void): () => void {
  if (!existsSync(`/proc/${pid}/stat`)) return () => undefined
  const timer = setInterval(() => {
    const family = familyOf(pid, everyUsage())
    const what = isOverMemory(family, policy.memoryBytes) ? 'memory' : isOverTime(family, policy.cpuSeconds) ? 'cpu' : null
    if (what === null) return
    clearInterval(timer)
    over(what)
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function isOverTime(family: readonly Usage[], seconds: number): boolean {
  return family.reduce((total, { cpuTicks }) => total + cpuTicks, 0) > seconds * ticksPerSecond
}

/** The quick count has shared memory as often as it is shared; only when that is too much the slow one decides. */
function isOverMemory(family: readonly Usage[], bytes: number): boolean {
  if (family.reduce((total, { residentBytes }) => total + residentBytes, 0) <= bytes) return false
  return family.reduce((total, usage) => total + proportionalBytes(usage), 0) > bytes
}

function proportionalBytes({ pid, residentBytes }: Usage): number {
  const found = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1]
  return found === undefined ? residentBytes : Number(found) * 1024
}

function everyUsage(): Usage[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    const stat = read(`/proc/${name}/stat`)
    // A program may have any name, brackets too; what follows the last one is numbers.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields.length < 22) return []
    const number = (at: number) => Number(fields[at] ?? 0)
    const cpuTicks = number(11) + number(12) + number(13) + number(14)
    return [{ pid: Number(name), parent: number(1), cpuTicks, residentBytes: number(21) * pageBytes }]
  })
}

function familyOf(pid: number, all: readonly Usage[]): Usage[] {
  const children = Map.groupBy(all, ({ parent }) => parent)
  const family = all.filter((usage) => usage.pid === pid)
  for (const one of family) family.push(...(children.get(one.pid) ?? []))
  return family
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process has ended, or is not shown.
    return ''
  }
}
