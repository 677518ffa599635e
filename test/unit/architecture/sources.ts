import { readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, posix, relative, resolve } from 'node:path'
import { type ESTree, parseSync } from 'vite'

const projectRoot = resolve(import.meta.dirname, '../../..')
const rooms = ['worker', 'web', 'containers', 'test']
const skipped = new Set(['node_modules', 'dist', '.local', '__pycache__', 'samples'])

export interface Import {
  /** Path from the project's root for a file of ours, the bare name otherwise. */
  target: string
  /** True for `import type` and for imports of types only. */
  isType: boolean
  names: string[]
}

export interface Source {
  /** Relative to the project's root, with forward slashes. */
  path: string
  text: string
  lines: number
  program: ESTree.Program
  imports: Import[]
  /** Files whose exports this one passes on. */
  passedOn: string[]
}

function walk(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return []
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : [path]
  })
}

function target(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return relative(projectRoot, resolve(projectRoot, dirname(path), specifier))
}

function parse(path: string): Source {
  const text = readFileSync(join(projectRoot, path), 'utf8')
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const fixed = module.staticImports.map((entry) => ({
    target: target(path, entry.moduleRequest.value),
    isType: entry.entries.length > 0 && entry.entries.every((name) => name.isType),
    names: entry.entries.map((name) => name.importName.name ?? ''),
  }))
  const dynamic = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, specifier = '']) => ({
    target: target(path, specifier),
    isType: false,
    names: [],
  }))
  const passedOn = module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) => (entry.moduleRequest ? [target(path, entry.moduleRequest.value)] : [])),
  )
  return { path, text, lines: text.trimEnd().split('\n').length, program, imports: [...fixed, ...dynamic], passedOn }
}

/** Every TypeScript file of the project that a person wrote, parsed. */
export const sources: Source[] = rooms
  .flatMap(walk)
  .filter((path) => ['.ts', '.tsx'].includes(extname(path)) && !path.endsWith('.d.ts'))
  .map(parse)

/** True for files that serve the tests: these, their fixtures, the forge, the benches. */
export function isTest(source: Source): boolean {
  return source.path.startsWith('test/')
}
