import { gcpReadRole } from '../../domain/rehearsal/roles-gcp.ts'
import { gcpCompute } from './gcp-compute.ts'
import { gcpChanges, gcpErrors } from './gcp-row.ts'
import { gcpServices } from './gcp-services.ts'
import type { Recipe } from './recipe.ts'

const rows = [...gcpCompute, ...gcpServices]

export const gcpRecipes: Recipe[] = rows.map(([kind, list, name, problem, finding, type, extra]) => ({
  kind,
  list: `gcloud ${list}`,
  items: '.',
  name,
  problem,
  finding,
  resourceType: type,
  permission: permissionOf(`gcloud ${list.split(' --')[0]}`),
  variants: [gcpChanges, gcpErrors],
  ...extra,
}))

function permissionOf(command: string): string {
  const role = gcpReadRole(command)
  return role === null ? `the viewer role of the service, for ${command}` : `\`${role}\`, for ${command}`
}

export const gcpFallback = 'gcp-asset'
