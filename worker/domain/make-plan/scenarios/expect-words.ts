import type { Expectation } from './plan-scenario.ts'

/** What a scenario expects in words that people can change: `an issue of severity 2 "*volume*", score at most 0.9`. */
export function expectWords({ noIssues, issues, score, neverHealthy, tasksPass }: Expectation): string {
  const words = [
    ...(noIssues ? ['no issues'] : []),
    ...issues.map(
      ({ severity, title }) => `an issue${severity === null ? '' : ` of severity ${severity}`}${title === '*' ? '' : ` "${title}"`}`,
    ),
    ...(score?.value === undefined ? [] : [`score ${score.value}`]),
    ...(score?.min === undefined ? [] : [`score at least ${score.min}`]),
    ...(score?.max === undefined ? [] : [`score at most ${score.max}`]),
    ...(neverHealthy ? ['never healthy'] : []),
    ...(tasksPass ? ['every task passes'] : []),
  ]
  return words.join(', ') || 'nothing'
}

const issueWords = /^(?:an|one) issue(?: of severity ([1-4]))?(?: "([^"]{1,200})")?$/i
const scoreWords = /^score(?: (at least|at most))? (-?\d{1,6}(?:\.\d{1,4})?)$/i

/** The expectation that words say; a sentence about the first words that say none. */
export function readExpectWords(text: string): Expectation | string {
  const expect: Expectation = { noIssues: false, issues: [], score: null, neverHealthy: false, tasksPass: false }
  for (const part of partsOf(text)) {
    const issue = issueWords.exec(part)
    const score = scoreWords.exec(part)
    if (/^no issues?$/i.test(part)) expect.noIssues = true
    else if (/^never healthy$/i.test(part)) expect.neverHealthy = true
    else if (/^every task passes$/i.test(part)) expect.tasksPass = true
    else if (issue !== null) expect.issues.push({ severity: issue[1] === undefined ? null : Number(issue[1]), title: issue[2] ?? '*' })
    else if (score !== null) expect.score = { ...expect.score, [bound(score[1])]: Number(score[2]) }
    else if (!/^nothing$/i.test(part))
      return `"${part.slice(0, 60)}" says nothing that a scenario can expect: use no issues, an issue of severity 2 "*words of its title*", score 1, score at least 0.5, score at most 0.9, never healthy, every task passes.`
  }
  if (expect.noIssues && expect.issues.length > 0) return 'A scenario expects either no issues or some.'
  return expect
}

/** Split at commas and semicolons, but not at those in quotes. */
function partsOf(text: string): string[] {
  return (text.match(/(?:"[^"]*"|[^,;"])+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '')
}

function bound(words: string | undefined): 'value' | 'min' | 'max' {
  if (words === undefined) return 'value'
  return words.toLowerCase() === 'at least' ? 'min' : 'max'
}
