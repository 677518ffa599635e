import { expectWords, readExpectWords } from './make-plan/scenarios/expect-words.ts'
import type { PlanScenario } from './make-plan/scenarios/plan-scenario.ts'
import type { Plan } from './plan.ts'
import { standardNames } from './rehearsal/scenario.ts'

const maxScenarios = 6
/** Of the answers of one scenario together, in characters. */
const maxAnswers = 40_000

const head = /^\s*scenario\s+([A-Za-z0-9-]{1,40})\s*:\s*(.+)$/i

/**
 * The plan with what its scenario lines say: `scenario broken: an issue of severity 2, score at most 0.9`, or `scenario broken: off`.
 * Below a line may stand what the commands answer, as a fenced JSON object from command patterns to answers. A scenario with words that
 * the plan already holds stays as it is.
 */
export function withScenarioLines(plan: Plan, lines: readonly string[]): Plan | string {
  let scenarios = plan.scenarios ?? []
  const without = new Set(plan.withoutScenarios)
  for (const { name, words, fence } of sectionsOf(lines)) {
    const known = scenarios.find((scenario) => scenario.name === name)
    const others = scenarios.filter((scenario) => scenario.name !== name)
    if (/^off$/i.test(words)) {
      scenarios = others
      without.add(name)
      continue
    }
    without.delete(name)
    if (known !== undefined && fence === null && expectWords(known.expect) === words) continue
    const read = readScenario(known ?? null, { name, words, fence, plan })
    if (typeof read === 'string') return read
    scenarios = known === undefined ? [...scenarios, read] : scenarios.map((scenario) => (scenario === known ? read : scenario))
  }
  if (scenarios.length > maxScenarios) return `A plan holds ${maxScenarios} scenarios at most; the text makes ${scenarios.length}.`
  if (scenarios === plan.scenarios || (plan.scenarios === undefined && scenarios.length === 0)) return plan
  return { ...plan, scenarios, ...(without.size === 0 && plan.withoutScenarios === undefined ? {} : { withoutScenarios: [...without] }) }
}

interface Section {
  name: string
  words: string
  fence: string | null
}

function sectionsOf(lines: readonly string[]): Section[] {
  const sections: Section[] = []
  let fence: string[] | null = null
  for (const line of lines) {
    const last = sections.at(-1)
    if (/^\s*(?:```|~~~)/.test(line)) {
      if (fence !== null && last !== undefined) last.fence = fence.join('\n')
      fence = fence === null ? [] : null
      continue
    }
    if (fence !== null) {
      fence.push(line)
      continue
    }
    const found = head.exec(line)
    if (found !== null) sections.push({ name: (found[1] ?? '').toLowerCase(), words: (found[2] ?? '').trim(), fence: null })
  }
  return sections
}

function readScenario(known: PlanScenario | null, { name, words, fence, plan }: Section & { plan: Plan }): PlanScenario | string {
  if (standardNames.has(name)) return `"${name}" runs for every CodeBundle; choose another name.`
  const expect = readExpectWords(words)
  if (typeof expect === 'string') return expect
  if (expect.score !== null && !plan.withSli) return `The scenario ${name} expects a score, and the plan has no SLI.`
  const answers = fence === null ? (known?.answers ?? []) : readAnswers(name, fence)
  if (typeof answers === 'string') return answers
  const variables = known?.variables ?? plan.scenarios?.[0]?.variables ?? {}
  const failure = fence === null ? (known?.failure ?? null) : null
  return { name, description: known?.description ?? 'Asked for in the plan.', variables, answers, failure, expect, isOwn: true }
}

function readAnswers(name: string, text: string): PlanScenario['answers'] | string {
  if (text.length > maxAnswers) return `The answers of the scenario ${name} are longer than ${maxAnswers} characters.`
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `The answers of the scenario ${name} are no JSON object from commands to answers: {"kubectl *get pods *": {"items": []}}.`
  return Object.entries(value).map(([command, answer]) => ({
    commands: [command.slice(0, 1000)],
    output: typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2),
  }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
