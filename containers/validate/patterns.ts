import { Worker } from 'node:worker_threads'
import type { PatternFact } from '../../worker/domain/gates/facts.ts'
import { enumValues, type RobotImport } from '../../worker/domain/robot-imports.ts'

/** A sane pattern takes microseconds; one that backtracks without end is stopped after this. */
const stallMs = 1500

/** On a machine under heavy load a sane pattern may stall once; it is tried again alone with more time. */
const secondChanceMs = 6000

/** Stalls after which the rest is left untried: bounds the work of a hostile draft. */
const maxStalls = 3

const maxMatches = 300

/** Runs in a thread, because a regular expression cannot be interrupted in the runner's own. */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
parentPort.postMessage('ready')
for (const { pattern, text } of workerData) {
  let result = 'none'
  try {
    const flags = pattern.startsWith('(?i)') ? 'i' : ''
    const body = pattern.replace(/^\\(\\?i\\)/, '')
    if (new RegExp('^(?:' + body + ')$', flags).test(text)) result = 'whole'
    else if (new RegExp(body, flags).test(text)) result = 'part'
  } catch {
    result = 'invalid'
  }
  parentPort.postMessage(result)
}`

/** Tries every import's pattern on its example, default and enum values. */
export async function matchPatterns(imports: readonly RobotImport[]): Promise<PatternFact[]> {
  const facts = pairsOf(imports)
  let at = 0
  for (let stalls = 0; at < facts.length && stalls < maxStalls; stalls += 1) {
    const results = await matchUntilStall(facts.slice(at), stallMs)
    for (const result of results) at = settle(facts, at, result)
    const stalled = facts[at]
    if (stalled) {
      const [again] = await matchUntilStall([stalled], secondChanceMs)
      at = settle(facts, at, again ?? 'slow')
    }
  }
  return facts
}

function settle(facts: readonly PatternFact[], at: number, result: PatternFact['result']): number {
  const fact = facts[at]
  if (fact) fact.result = result
  return at + 1
}

/** Pairs to try, each once, not yet judged. */
function pairsOf(imports: readonly RobotImport[]): PatternFact[] {
  const found = new Map<string, PatternFact>()
  for (const { options } of imports) {
    const pattern = options.get('pattern')
    if (pattern === undefined) continue
    const texts = ['', options.get('example'), options.get('default'), ...enumValues(options.get('enum') ?? '')]
    for (const text of texts) {
      if (text === undefined || found.size >= maxMatches) continue
      const key = `${pattern}\0${text}`
      if (!found.has(key)) found.set(key, { pattern, text, result: 'untried' })
    }
  }
  return [...found.values()]
}

/** Results in order, up to the first match that does not end within `limitMs`. The start of the thread does not count. */
function matchUntilStall(pairs: readonly PatternFact[], limitMs: number): Promise<PatternFact['result'][]> {
  return new Promise((resolve, reject) => {
    const results: PatternFact['result'][] = []
    const worker = new Worker(program, { eval: true, workerData: pairs, env: {}, stdin: false })
    let timer: NodeJS.Timeout | undefined
    worker.on('message', (message: unknown) => {
      clearTimeout(timer)
      timer = setTimeout(() => void worker.terminate(), limitMs)
      if (message === 'whole' || message === 'part' || message === 'none' || message === 'invalid') results.push(message)
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      clearTimeout(timer)
      resolve(results)
    })
  })
}
