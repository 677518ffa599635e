/** Roles of a signed-in person, weakest first. */
export const roles = ['contributor', 'reviewer', 'admin'] as const
export type Role = (typeof roles)[number]

/** True when `role` may do what `needed` may do. */
export function hasRole(role: Role | null, needed: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(needed)
}
