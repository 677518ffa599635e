import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fitsPattern } from '../../worker/domain/rehearsal/pattern.ts'
import { allSamples as byPlatform } from '../../worker/domain/samples/all-samples.ts'
import { samplesFor } from '../../worker/domain/samples/sample.ts'
import { allRecipes } from '../../worker/generation/recipes/choose.ts'
import type { Each, Recipe, Variant } from '../../worker/generation/recipes/recipe.ts'

type World = 'healthy' | 'broken'
const allSamples = Object.values(byPlatform).flat()
interface Row {
  problem: string | null
}

const recipes = new Map(allRecipes().map((recipe) => [recipe.kind, recipe]))
const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** `{{now-5m}}` as the stand-in writes it. */
function dated(text: string): string {
  return text.replace(/\{\{now([+-])(\d+)([smhd])\}\}/g, (_, sign: string, count: string, unit: string) => {
    const seconds = Number(count) * (units[unit] ?? 1) * (sign === '+' ? 1 : -1)
    return new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z/, 'Z')
  })
}

/** The command line as the stand-in sees it: variables have some value. */
function written(command: string, item = ''): string {
  const plain = command.replace(/"?\$\{?item\}?"?/g, item).replace(/"?\$\{?[A-Z_]+\}?"?/g, 'value')
  const bare = plain.replaceAll('"', '').replaceAll('\\', '')
  // The scripts add what every command of a cluster has.
  if (bare.startsWith('get ')) return `kubectl ${bare} --context value --namespace value --output json`
  return bare.replace(/^value get /, 'kubectl get ')
}

function answerTo(kind: string, command: string, world: World): string {
  const [asked = '', ...filters] = command.split(' | ')
  const found = samplesFor([kind], allSamples)
    .flatMap(({ answers }) => answers)
    .find((answer) => fitsPattern(answer.command, asked))
  if (found === undefined) throw new Error(`${kind}: no answer to ${asked}`)
  const output = dated(typeof found[world] === 'string' ? found[world] : JSON.stringify(found[world]))
  return filters.length === 0 ? output : execFileSync('bash', ['-c', filters.join(' | ')], { input: output, encoding: 'utf8' })
}

/** Programs for one process: more than some hundred are too many for jq's compiler. */
const atOnce = 40

/** Runs each program on its own input: what a program answers, or its error. */
function jqAll(asked: readonly { program: string; input: string }[]): unknown[] {
  const parts = Array.from({ length: Math.ceil(asked.length / atOnce) }, (_, part) => asked.slice(part * atOnce, (part + 1) * atOnce))
  return parts.flatMap(jqSome)
}

function jqSome(asked: readonly { program: string; input: string }[]): unknown[] {
  const tried = asked.map(({ program }, index) => `(.[${index}] | try (${program}) catch {error: tostring})`)
  const place = mkdtempSync(join(tmpdir(), 'samples-'))
  try {
    writeFileSync(join(place, 'all.jq'), `"" as $workload | "shop" as $scope | [${tried.join(',\n')}]`)
    const input = `[${asked.map((one) => one.input).join(',')}]`
    return JSON.parse(execFileSync('jq', ['-c', '-f', join(place, 'all.jq')], { input, encoding: 'utf8' }))
  } finally {
    rmSync(place, { recursive: true })
  }
}

interface Asked {
  id: string
  world: World
  recipe: Recipe
  variant: Variant | null
  each: Each | null
  /** What the listing answers. */
  input: string
}

/** Asks as the check's script does: the listing, or an error where no answer fits. */
function listing(id: string, recipe: Recipe, variant: Variant | null, world: World): Asked {
  const [list = '', filter] = (variant?.list ?? recipe.list).split(' | jq')
  const each = variant?.each === undefined ? (variant?.list === undefined ? (recipe.each ?? null) : null) : variant.each
  const command = written(list) + (filter === undefined ? '' : ` | jq${filter}`)
  const first = answerTo(recipe.kind, command, world)
  const { second } = variant ?? {}
  const input = second === undefined ? first : `{"first": ${first}, "second": ${answerTo(recipe.kind, written(second), world)}}`
  return { id, world, recipe, variant, each, input }
}

/** Asks for each name of a listing. */
function oneByOne({ recipe, world, each }: Asked, names: unknown): string {
  const found = Array.isArray(names) ? names.map(String) : []
  const answers = found.map((name) => {
    const one: unknown = JSON.parse(answerTo(recipe.kind, written(each?.command ?? '', name), world))
    return Array.isArray(one) ? { ItemName: name, answer: one } : { ...(one as object), ItemName: name }
  })
  return JSON.stringify(answers)
}

function programOf({ recipe, variant }: Asked): string {
  const { items, name, problem } = { ...recipe, ...variant }
  return `${variant?.threshold?.default ?? 0} as $threshold | [(${items}) | .[] | {name: (${name}), problem: (${problem})}]`
}

const checks = allSamples.flatMap(({ kind }) => {
  const recipe = recipes.get(kind)
  if (recipe === undefined) return []
  // Where a variant takes every task, the plain check is never written.
  const plain = (recipe.variants ?? []).some(({ words }) => words.source === '.') ? [] : [null]
  return [...plain, ...(recipe.variants ?? [])].map((variant) => ({ id: `${kind}/${variant?.id ?? 'status'}`, recipe, variant }))
})

describe('sample answers', () => {
  it('exist for every kind that a recipe reads, once, and for no other: nothing else could write a draft that meets them', () => {
    const kinds = allSamples.map(({ kind }) => kind)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect([...recipes.keys()].filter((kind) => !kinds.includes(kind))).toEqual(['k8s-workload'])
    expect(kinds.filter((kind) => !recipes.has(kind))).toEqual([])
  })

  it('show nothing wrong in the healthy world and something in the broken one, to every check', () => {
    const worlds = ['healthy', 'broken'] as const
    const asked = worlds.flatMap((world) => checks.map(({ id, recipe, variant }) => listing(id, recipe, variant, world)))
    const names = jqAll(asked.map(({ each, input }) => ({ program: each === null ? 'null' : `[${each.names} | .[]]`, input })))
    const judged = jqAll(
      asked.map((one, index) => ({ program: programOf(one), input: one.each === null ? one.input : oneByOne(one, names[index]) })),
    )
    const faults = judged.flatMap((rows, index) => {
      const { id, world } = asked[index] ?? { id: '', world: 'broken' }
      if (!Array.isArray(rows)) return [`${id}, ${world}: ${JSON.stringify(rows)}`]
      const problems = rows.flatMap(({ problem }: Row) => problem ?? [])
      if (world === 'broken') return problems.length === 0 ? [`${id}: nothing is wrong in broken`] : []
      return problems.map((problem) => `${id}: healthy, but ${problem}`)
    })
    expect(asked.length).toBeGreaterThan(400)
    expect(faults).toEqual([])
  })
})
