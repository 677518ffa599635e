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

function longFunctions(source: Source): string[] {
  const found: string[] = []
  const lineOf = lineCounter(source.text)
  const measure = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    const lines = lineOf(node.end) - lineOf(node.start) + 1
    if (lines > functionLines) found.push(`${source.path}:${lineOf(node.start) + 1} has ${lines} lines`)
  }
  new Visitor({ FunctionDeclaration: measure, FunctionExpression: measure, ArrowFunctionExpression: measure }).visit(source.program)
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
