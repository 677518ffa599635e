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

interface Span {
  first: number
  last: number
}

function lengthOf({ first, last }: Span): number {
  return last - first + 1
}

/** A function that is nothing but one switch is as long as the union it switches over. */
function isTable({ body }: ESTree.Function | ESTree.ArrowFunctionExpression): boolean {
  return body?.type === 'BlockStatement' && body.body.length === 1 && body.body[0]?.type === 'SwitchStatement'
}

/** Functions that are too long without the functions inside them: an object of methods made by one function is as long as it needs to be. */
function longFunctions(source: Source): string[] {
  const lineOf = lineCounter(source.text)
  const spans: Span[] = []
  const collect = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    if (isTable(node)) return
    spans.push({ first: lineOf(node.start), last: lineOf(node.end) })
  }
  new Visitor({ FunctionDeclaration: collect, FunctionExpression: collect, ArrowFunctionExpression: collect }).visit(source.program)
  const within = (inner: Span, outer: Span) =>
    inner !== outer && inner.first >= outer.first && inner.last <= outer.last && lengthOf(inner) > 1
  return spans.flatMap((span) => {
    const inner = spans.filter((candidate) => within(candidate, span))
    const direct = inner.filter((candidate) => !inner.some((other) => within(candidate, other) && lengthOf(other) > lengthOf(candidate)))
    const own = lengthOf(span) - direct.reduce((sum, candidate) => sum + lengthOf(candidate) - 1, 0)
    return own > functionLines ? [`${source.path}:${span.first + 1} has ${own} lines of its own`] : []
  })
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
