import type { RepositoryHistory } from '../../worker/domain/catalogue.ts'

/** Contributors named of one collection; past them nobody reads on. */
const contributorsKept = 200

/**
 * Who wrote these commits, most commits first. Commits of one e-mail address belong to one person, and so do those of one name in any case;
 * the person is called as most of the commits say.
 */
export function countContributors(commits: readonly { author: string; email: string }[]): RepositoryHistory['contributors'] {
  const parents = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next
    return root
  }
  for (const { author, email } of commits) {
    const [name, address] = [nameKey(author), addressKey(email)]
    if (name !== '' && address !== '') parents.set(rootOf(address), rootOf(name))
  }
  const people = new Map<string, { commits: number; names: Map<string, number> }>()
  for (const { author, email } of commits) {
    const root = rootOf(nameKey(author) || addressKey(email))
    const person = people.get(root) ?? { commits: 0, names: new Map() }
    person.commits += 1
    // An address stands for its owner only before the "@": it is not made public.
    const shown = author.trim() || email.split('@')[0] || 'unknown'
    person.names.set(shown, (person.names.get(shown) ?? 0) + 1)
    people.set(root, person)
  }
  return [...people.values()]
    .map((person) => ({ name: mostUsed(person.names), commits: person.commits }))
    .sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1))
    .slice(0, contributorsKept)
}

function mostUsed(names: ReadonlyMap<string, number>): string {
  return [...names].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? 'unknown'
}

const nameKey = (name: string) => {
  const words = name.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  return words === '' ? '' : `name ${words}`
}

/** GitHub's own addresses carry the login, with or without the account's number. */
const addressKey = (email: string) => {
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(email)?.[1]
  return email.includes('@') ? `mail ${login === undefined ? email : `${login}@github`}` : ''
}
