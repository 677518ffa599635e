import { Worker } from 'node:worker_threads'
import type { PatternFact } from '../../worker/domain/gates/facts.ts'
import { enumValues, type RobotImport } from '../../worker/domain/robot-imports.ts'

/** A sane pattern takes microseconds, also on a busy machine; one that backtracks without end is stopped after this. */
const stallMs = 2000

/** Slow patterns tried before the rest is called slow too: bounds the work of a hostile draft. */
const maxStalls = 3

const maxMatches = 300

/** Runs in a thread, because a regular expression cannot be interrupted in the runner's own. */
const program = `
const { parentPort, workerData } = require('node:worker_threads')
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
    const results = await matchUntilStall(facts.slice(at))
    for (const [index, result] of results.entries()) {
      const fact = facts[at + index]
      if (fact) fact.result = result
    }
    // The match after the last answer is the one that stalled; it stays `slow`.
    at += results.length + 1
  }
  return facts
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
      if (!found.has(key)) found.set(key, { pattern, text, result: 'slow' })
    }
  }
  return [...found.values()]
}

/** Results in order, up to the first match that does not end. */
function matchUntilStall(pairs: readonly PatternFact[]): Promise<PatternFact['result'][]> {
  return new Promise((resolve, reject) => {
    const results: PatternFact['result'][] = []
    const worker = new Worker(program, { eval: true, workerData: pairs, env: {}, stdin: false })
    const stop = () => void worker.terminate()
    let timer = setTimeout(stop, stallMs)
    worker.on('message', (result: unknown) => {
      clearTimeout(timer)
      timer = setTimeout(stop, stallMs)
      results.push(result === 'whole' || result === 'part' || result === 'invalid' ? result : 'none')
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      clearTimeout(timer)
      resolve(results)
    })
  })
}
