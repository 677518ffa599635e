import { Visitor } from 'vite'
import { expect, it } from 'vitest'
import { type Source, sources } from './sources.ts'

const forbidden = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'performance.now'])
const forbiddenCalls = new Set(['fetch', 'setTimeout', 'setInterval'])

function impurities(source: Source): string[] {
  const found: string[] = []
  new Visitor({
    CallExpression(node) {
      const { callee } = node
      if (callee.type === 'Identifier' && forbiddenCalls.has(callee.name)) found.push(`${source.path} calls ${callee.name}`)
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.property.type !== 'Identifier') return
      const name = `${callee.object.name}.${callee.property.name}`
      if (forbidden.has(name)) found.push(`${source.path} calls ${name}`)
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
        found.push(`${source.path} reads the clock`)
    },
  }).visit(source.program)
  return found
}

it('keeps clock, chance and network out of the domain', () => {
  expect(sources.filter((source) => source.path.startsWith('worker/domain/')).flatMap(impurities)).toEqual([])
})
