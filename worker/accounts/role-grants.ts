import { type Role, roles } from '../domain/roles.ts'

/**
 * Reads `ROLE_GRANTS` (`login:role`, comma separated). Logins compare without case, as on GitHub. An entry that names no role is left
 * out: a slip of the pen gives less, never more.
 */
export function parseRoleGrants(text: string): Map<string, Role> {
  const grants = new Map<string, Role>()
  for (const entry of text.split(',')) {
    const [login = '', name = ''] = entry.split(':').map((part) => part.trim().toLowerCase())
    const role = roles.find((candidate) => candidate === name)
    if (login !== '' && role !== undefined) grants.set(login, role)
  }
  return grants
}
