import { type Account, accountRow, type Member, memberRow, type Repo } from './tables.ts'
import type { World } from './world.ts'

/** Permission and association of a login in a repository. A stranger has none. */
export function memberOf(world: World, repo: Repo, login: string): Member {
  const found = world.store.one(memberRow, 'SELECT permission, association FROM members WHERE repo_id = ? AND login = ?', repo.id, login)
  return found ?? { permission: 'none', association: 'NONE' }
}

export function findAccount(world: World, login: string): Account | null {
  return world.store.one(accountRow, 'SELECT * FROM accounts WHERE login = ?', login)
}

/** The account of a login that the forge itself stored. Throws when it is missing, which is a fault of the forge. */
export function accountOf(world: World, login: string): Account {
  const account = findAccount(world, login)
  if (account === null) throw new Error(`no account ${login}`)
  return account
}

/** Every person, in the order of seeding. */
export function people(world: World): Account[] {
  return world.store.all(accountRow, "SELECT * FROM accounts WHERE type = 'User' ORDER BY id")
}
