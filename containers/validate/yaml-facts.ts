import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { YamlFact } from '../../worker/domain/gates/facts.ts'

/** Reads one YAML document with the line of each value. A document that is not YAML has a fault with its line. */
export function readYaml(path: string, text: string): YamlFact {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const error = document.errors[0]
  if (error) {
    const fault = { line: counter.linePos(error.pos[0]).line, message: error.message }
    return { path, value: undefined, fault, lines: new Map() }
  }
  const lines = new Map<string, number>()
  note(document.contents, '', counter, lines)
  try {
    return { path, value: document.toJS({ maxAliasCount: 100 }), fault: null, lines }
  } catch (error) {
    // Aliases that would expand without bound.
    return { path, value: undefined, fault: { line: null, message: error instanceof Error ? error.message : String(error) }, lines }
  }
}

function note(node: unknown, at: string, counter: LineCounter, lines: Map<string, number>): void {
  if (!isNode(node)) return
  if (node.range && !lines.has(at)) lines.set(at, counter.linePos(node.range[0]).line)
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) note(item, join(at, String(index)), counter, lines)
  }
  if (!isMap(node)) return
  for (const pair of node.items) {
    if (!isScalar(pair.key)) continue
    const path = join(at, String(pair.key.value))
    if (pair.key.range) lines.set(path, counter.linePos(pair.key.range[0]).line)
    note(pair.value, path, counter, lines)
  }
}

function join(at: string, part: string): string {
  return at === '' ? part : `${at}/${part}`
}
