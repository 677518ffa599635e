import { type ESTree, Visitor } from 'vite'
import { expect, it } from 'vitest'
import { isTest, type Source, sources } from './sources.ts'

const fileLines = 300
const testFileLines = 500
const functionLines = 40

function lineCounter(text: string): (offset: number) => number {
  const starts = [...text.matchAll(/\n/g)].map((match) => match.index)
  return (offset) => starts.findLastIndex((start) => start < offset) + 1
}

type Code = ESTree.Function | ESTree.ArrowFunctionExpression

/** Lines of a function's own: what stands inside a function within it counts there, so that a factory of small functions is small. */
function longFunctions(source: Source): string[] {
  const lineOf = lineCounter(source.text)
  const open: { node: Code; nested: number }[] = []
  const found: string[] = []
  const enter = (node: Code) => {
    open.push({ node, nested: 0 })
  }
  const leave = (node: Code) => {
    const top = open.pop()
    const lines = lineOf(node.end) - lineOf(node.start) + 1
    const own = lines - (top?.nested ?? 0)
    if (own > functionLines) found.push(`${source.path}:${lineOf(node.start) + 1} has ${own} lines`)
    const outer = open.at(-1)
    if (outer) outer.nested += lines - 1
  }
  const both = { FunctionDeclaration: enter, FunctionExpression: enter, ArrowFunctionExpression: enter }
  const exits = { 'FunctionDeclaration:exit': leave, 'FunctionExpression:exit': leave, 'ArrowFunctionExpression:exit': leave }
  new Visitor({ ...both, ...exits }).visit(source.program)
  return found
}

it('finds the files of every room', () => {
  expect(sources.length).toBeGreaterThan(50)
})

it('keeps every file within its size', () => {
  const long = sources.filter((source) => source.lines > (isTest(source) ? testFileLines : fileLines))
  expect(long.map((source) => `${source.path}: ${source.lines} lines`)).toEqual([])
})

it('keeps every function of the product within forty lines', () => {
  expect(sources.filter((source) => !isTest(source)).flatMap(longFunctions)).toEqual([])
})

it('names every file in kebab case', () => {
  const odd = sources.filter((source) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config)?\.tsx?$/.test(source.path.split('/').at(-1) ?? ''))
  expect(odd.map((source) => source.path)).toEqual([])
})
