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
  permission: `Reader on the resource group (az ${list.split(' --')[0]})`,
  ...extra,
}))

export const azureFallback = 'az-resourcegroup'
