import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { type Runner, startRunner } from '../../containers/server.ts'

const projectRoot = resolve(import.meta.dirname, '..', '..')

/** What an attacker would like to reach, watched from outside: listeners, files with a secret, a neighbour's process. */
export interface World {
  /** Found nowhere but in what the attacker must not read. */
  canary: string
  /** What the attack is told, as one JSON object. */
  targets: Record<string, string | number>
  /** What got through, seen from outside; empty when nothing did. */
  damage: () => string[]
  close: () => Promise<void>
}

function listening(server: Server, where: { port: number; host: string } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => resolve())
  })
}

function portOf(server: { address: () => unknown }): number {
  const address = server.address()
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0
}

async function listeners(place: string, visits: string[]) {
  const visited = (name: string) =>
    createServer((socket) => {
      visits.push(name)
      socket.destroy()
    })
  const [tcp, abstract, path] = [visited('tcp'), visited('abstract socket'), visited('socket file')]
  const udp = createSocket('udp4', () => void visits.push('udp'))
  const name = `ccr-escape-${process.pid}-${Math.random()}`
  await listening(tcp, { port: 0, host: '127.0.0.1' })
  await listening(abstract, { path: `\0${name}` })
  await listening(path, { path: join(place, 'socket') })
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', () => resolve()))
  const close = () => {
    for (const server of [tcp, abstract, path]) server.close()
    udp.close()
  }
  return { tcp: portOf(tcp), udp: portOf(udp), abstract: name, close }
}

/** Places that an attack tries to write to; what appears there is damage. */
function poisoned(places: readonly string[], nonce: string): string[] {
  return places.filter((place) => readdirSync(place).some((name) => name.includes(nonce))).map((place) => `wrote to ${place}`)
}

function changes(neighbour: ChildProcess, secret: string, canary: string): string[] {
  const text = readFileSync(secret, 'utf8')
  const { nlink, mode } = statSync(secret)
  const nice = readFileSync(`/proc/${neighbour.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]
  return [
    ...(text === canary ? [] : ['changed a file outside']),
    ...(nlink === 1 ? [] : ['linked a file outside']),
    ...((mode & 0o777) === 0o600 ? [] : ['changed the mode of a file outside']),
    ...(neighbour.exitCode === null && neighbour.signalCode === null && nice === '0' ? [] : ['reached a neighbour']),
  ]
}

/** Processes that have the words on their command line, whoever runs them. */
export function survivors(words: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words) ? [Number(name)] : []
    } catch {
      // It ended while we looked.
      return []
    }
  })
}

export async function makeWorld(): Promise<World> {
  const nonce = `escape-${process.pid}-${Math.random().toString(36).slice(2)}`
  const canary = `canary-${nonce}`
  const place = mkdtempSync(join(tmpdir(), 'ccr-test-'))
  const other = mkdtempSync(join(tmpdir(), `ccr-work-${process.pid}-`))
  mkdirSync(join(other, 'home'))
  const secret = join(place, 'secret')
  for (const file of [secret, join(other, 'secret')]) writeFileSync(file, canary, { mode: 0o600 })
  const visits: string[] = []
  const open = await listeners(place, visits)
  const runner: Runner = await startRunner({ token: canary, venv: ensureVenv(), port: 0, workRoot: join(place, 'runner') })
  const neighbour = spawn('sleep', ['600'], { env: { ...process.env, ESCAPE_CANARY: canary }, stdio: 'ignore' })
  const writable = [
    place,
    other,
    projectRoot,
    join(ensureVenv(), 'bin'),
    '/usr/local/bin',
    join(projectRoot, 'containers', 'robot'),
    tmpdir(),
  ]
  const { tcp, udp, abstract } = open
  const targets = {
    ...{ nonce, place, secret, other: join(other, 'secret'), tcp, udp, abstract, socket: join(place, 'socket') },
    ...{ runner: Number(new URL(runner.url).port), neighbour: neighbour.pid ?? 0, writable: writable.join(':') },
    project: join(projectRoot, 'package.json'),
  }
  return {
    canary,
    targets,
    damage: () => [...visits.map((name) => `connected by ${name}`), ...poisoned(writable, nonce), ...changes(neighbour, secret, canary)],
    close: async () => {
      neighbour.kill('SIGKILL')
      open.close()
      await runner.close()
      for (const one of [place, other]) rmSync(one, { recursive: true, force: true })
      for (const one of writable.slice(2))
        for (const name of readdirSync(one)) if (name.includes(nonce)) rmSync(join(one, name), { force: true })
    },
  }
}
