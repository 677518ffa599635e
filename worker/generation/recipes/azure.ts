import { azureReadRole } from '../../domain/rehearsal/roles-azure.ts'
import { azureCompute } from './azure-compute.ts'
import { azureServices } from './azure-services.ts'
import type { Recipe } from './recipe.ts'

const rows = [...azureCompute, ...azureServices]

export const azureRecipes: Recipe[] = rows.map(([kind, list, problem, finding, type, extra]) => ({
  kind,
  list: `az ${list}`,
  items: '.',
  name: '.name',
  problem,
  finding,
  resourceType: type,
  permission: `${azureReadRole(`az ${list.split(' --')[0]}`) ?? 'read access'} on the resource group, for az ${list.split(' --')[0]}`,
  ...extra,
}))

export const azureFallback = 'az-resourcegroup'
