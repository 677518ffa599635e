import { Visitor } from 'vite'
import { expect, it } from 'vitest'
import { type Source, sources } from './sources.ts'

const compositionRoots = ['worker/index.ts', 'worker/wiring.ts', 'worker/wire-generation.ts']

/** Places where a file of the Worker reads `env`; inside the constructor of a Durable Object it is allowed. */
function readings(source: Source): string[] {
  const found: { offset: number; what: string }[] = []
  const allowed: { start: number; end: number }[] = []
  new Visitor({
    MethodDefinition(node) {
      if (node.kind === 'constructor') allowed.push({ start: node.start, end: node.end })
    },
    // The name of a property, as in the options of a container's start, reads nothing.
    Property(node) {
      if (!node.computed && !node.shorthand) allowed.push({ start: node.key.start, end: node.key.end })
    },
    MemberExpression(node) {
      if (!node.computed && node.property.type === 'Identifier' && node.property.name === 'env')
        found.push({ offset: node.start, what: 'reads .env' })
    },
    Identifier(node) {
      if (node.name === 'env') found.push({ offset: node.start, what: 'names env' })
    },
  }).visit(source.program)
  return found
    .filter(({ offset }) => !allowed.some(({ start, end }) => offset >= start && offset < end))
    .map(({ offset, what }) => `${source.path}:${source.text.slice(0, offset).split('\n').length} ${what}`)
}

it('reads the environment of the Worker only in its composition roots and in the constructors of Durable Objects', () => {
  const others = sources.filter((source) => source.path.startsWith('worker/') && !compositionRoots.includes(source.path))
  expect(others.flatMap(readings)).toEqual([])
})
