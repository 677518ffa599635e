import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { type Import, type Source, sources } from './sources.ts'

const adapters = ['github', 'generation', 'sandbox', 'db', 'notify']
const product = sources.filter((source) => !source.path.startsWith('test/'))

function isOurs(path: string): boolean {
  return /^(worker|web|containers|test)\//.test(path)
}

/** Two levels name a room of the Worker: `worker/domain`. */
function room(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return first === 'worker' && !second.includes('.') ? `worker/${second}` : first
}

/** Why an import goes against the direction of the design; null when it does not. */
function offence(source: Source, { target, isType }: Import): string | null {
  const [from, to] = [room(source.path), room(target)]
  if (!isOurs(target)) return from === 'worker/domain' && target !== 'zod' ? 'the domain imports nothing but itself and zod' : null
  if (to === 'test') return 'the product never imports tests'
  if (from === 'worker/domain' && to !== 'worker/domain') return 'the domain imports nothing but itself'
  if (from === 'containers' && !['containers', 'worker/domain'].includes(to)) return 'containers import the domain only'
  if (from === 'web' && to !== 'web' && to !== 'worker/domain' && !isType) return 'web takes types only from the Worker'
  const [fromAdapter, toAdapter] = [from.replace('worker/', ''), to.replace('worker/', '')]
  if (from !== to && adapters.includes(fromAdapter) && adapters.includes(toAdapter)) return 'adapters never import each other'
  if (from === 'worker/pipeline' && adapters.includes(toAdapter)) return 'the pipeline knows adapters by their ports'
  return null
}

it('keeps every import in the direction of the design', () => {
  const wrong = product.flatMap((source) =>
    source.imports.flatMap((entry) => {
      const why = offence(source, entry)
      return why === null ? [] : [`${source.path} → ${entry.target}: ${why}`]
    }),
  )
  expect(wrong).toEqual([])
})

it('imports files that exist, with their extension', () => {
  const root = resolve(import.meta.dirname, '../../..')
  const missing = sources.flatMap((source) =>
    source.imports
      .filter(({ target }) => isOurs(target) && !existsSync(join(root, target.replace(/\?.*$/, ''))))
      .map(({ target }) => `${source.path} → ${target}`),
  )
  expect(missing).toEqual([])
})

it('has no file that passes on what others export, but for the entry, which must name its objects', () => {
  const passing = product.filter((source) => source.path !== 'worker/index.ts' && source.passedOn.length > 0)
  expect(passing.map((source) => `${source.path} passes on ${source.passedOn.join(', ')}`)).toEqual([])
})

it('has no import cycle', () => {
  const graph = new Map(
    sources.map((source) => [source.path, source.imports.filter((entry) => !entry.isType).map((entry) => entry.target)]),
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (trail.includes(path) || done.has(path)) return
    for (const next of graph.get(path) ?? []) if (graph.has(next)) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  expect(cycles).toEqual([])
})

it('installs exactly one workerd', () => {
  const root = resolve(import.meta.dirname, '../../../node_modules')
  const nested = readdirSync(root).flatMap((name) => {
    const folders = name.startsWith('@') ? readdirSync(join(root, name)).map((inner) => `${name}/${inner}`) : [name]
    return folders.map((folder) => join(root, folder, 'node_modules/workerd')).filter((path) => existsSync(path))
  })
  expect(existsSync(join(root, 'workerd'))).toBe(true)
  expect(nested).toEqual([])
})

it('imports zod as a namespace: the name z brings every language of its messages along, a sixth of the Worker', () => {
  const whole = product.filter(({ text }) => /import \{[^}]*\bz\b[^}]*\} from 'zod'/.test(text))
  expect(whole.map(({ path }) => path)).toEqual([])
})
