import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Environment variable that every process of a stack inherits: `<stack id>/<child name>`. It finds a process whose parent is gone, and never a stranger's. */
export const markerVariable = 'CODECOLLECTION_STACK'

interface ProcessRow {
  pid: number
  parent: number
  group: number
  marker: string | null
}

/** What /proc says about one process; null when it is gone, a zombie, or unreadable. */
function readProcess(pid: number): ProcessRow | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z') return null
    return { pid, parent: Number(parent), group: Number(group), marker: readMarker(pid) }
  } catch {
    return null
  }
}

function readMarker(pid: number): string | null {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    const entry = environment.find((line) => line.startsWith(`${markerVariable}=`))
    return entry ? entry.slice(markerVariable.length + 1) : null
  } catch {
    return null
  }
}

function allProcesses(): ProcessRow[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map((name) => readProcess(Number(name))).filter((row) => row !== null)
}

/**
 * Every living process that carries a marker starting with `prefix`, with all their descendants and the members of their process
 * groups (a sandboxed step has an emptied environment and is found that way). Never the caller itself.
 */
export function processesOf(prefix: string): number[] {
  const rows = allProcesses()
  const found = new Set(rows.filter((row) => row.marker?.startsWith(prefix)).map((row) => row.pid))
  const leaders = new Set(found)
  for (let grown = true; grown; ) {
    const before = found.size
    for (const row of rows) if (found.has(row.parent) || leaders.has(row.group)) found.add(row.pid)
    grown = found.size > before
  }
  found.delete(process.pid)
  return [...found]
}

function isAlive(pid: number): boolean {
  return readProcess(pid) !== null
}

/** Sends a signal; a process that ended in between is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Resolves to true when all of `pids` are gone within `limitMs`. */
export async function waitGone(pids: readonly number[], limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs
  while (pids.some(isAlive)) {
    if (Date.now() > end) return false
    await delay(20)
  }
  return true
}

/** SIGKILL for everything that carries a marker starting with `prefix`, until nothing is left. Returns how many processes were killed. */
export async function killMarked(prefix: string): Promise<number> {
  let killed = 0
  for (let round = 0; round < 5; round += 1) {
    const pids = processesOf(prefix)
    if (pids.length === 0) return killed
    for (const pid of pids) signal(pid, 'SIGKILL')
    killed += pids.length
    await waitGone(pids, 5_000)
  }
  throw new Error(`Processes of ${prefix} do not end: ${processesOf(prefix).join(', ')}`)
}

/** Start time of a process in clock ticks since boot: with the pid it names one process for good. Null when it is gone. */
export function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
