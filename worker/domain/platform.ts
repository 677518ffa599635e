/** The platforms a CodeBundle can be for. `other` covers HTTP checks, SaaS vendors and everything discovery has no catalogue for. */
export const platforms = ['kubernetes', 'aws', 'azure', 'gcp', 'other'] as const

export type Platform = (typeof platforms)[number]

/** What people call them. */
export const platformNames: Record<Platform, string> = {
  kubernetes: 'Kubernetes',
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  other: 'Other',
}

/** What a task may do to the system it looks at, as declared by its `access:` tag. */
export const accessLevels = ['read-only', 'read-write'] as const

export type Access = (typeof accessLevels)[number]
