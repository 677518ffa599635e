import { readdirSync, readFileSync } from 'node:fs'

const sampleMs = 25

/** Watches the memory of a process and all below it: `stop` returns the highest sum of resident sets seen, in bytes. */
export function watchMemory(pid: number): { stop: () => number } {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid))
  }, sampleMs)
  return {
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}

function residentBytes(root: number): number {
  const children = new Map<number, number[]>()
  const bytes = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const status = readStatus(pid)
    if (!status) continue
    bytes.set(pid, status.bytes)
    children.set(status.parent, [...(children.get(status.parent) ?? []), pid])
  }
  let sum = 0
  const open = [root]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    sum += bytes.get(pid) ?? 0
    open.push(...(children.get(pid) ?? []))
  }
  return sum
}

/** Null for a process that has just ended. */
function readStatus(pid: number): { parent: number; bytes: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
    return { parent: number('PPid'), bytes: number('VmRSS') * 1024 }
  } catch {
    return null
  }
}
