import type { BundleFacts } from './facts.ts'
import { taskFiles } from './facts.ts'
import type { Gate } from './gate.ts'

/** The words of a task's title, without what differs from bundle to bundle: variables, quotes, case. */
function plain(title: string): string {
  return title
    .replace(/[$@&%]\{[^}]*\}/g, ' ')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Share of the bundle's titles that the other has too. */
function shared(own: ReadonlySet<string>, titles: readonly string[]): number {
  const others = new Set(titles.map(plain))
  return own.size === 0 ? 0 : [...own].filter((title) => others.has(title)).length / own.size
}

function ownTitles(facts: BundleFacts): Set<string> {
  const runbook = taskFiles(facts).filter(({ role }) => role === 'runbook')
  return new Set(runbook.flatMap(({ model }) => model.tasks.map(({ name }) => plain(name))).filter((title) => title.split(' ').length >= 3))
}

export const noDuplicate: Gate = {
  id: 'files/duplicate',
  severity: 'warn',
  title: 'No other CodeBundle of the collection has the same tasks.',
  reason: 'Two bundles that look at the same raise each fault twice, and people do not know which to keep.',
  hint: 'Extend the existing bundle, or say in the titles what is different.',
  check: (facts) => {
    const own = ownTitles(facts)
    return Object.entries(facts.siblingTasks ?? {}).flatMap(([slug, titles]) => {
      const share = slug === facts.slug ? 0 : shared(own, titles)
      return share < 0.75 ? [] : [{ message: `${Math.round(share * 100)} % of the tasks are also tasks of ${slug}.` }]
    })
  },
}
