import { awsCompute } from './aws-compute.ts'
import { awsDatabases } from './aws-databases.ts'
import { withMetrics } from './aws-metrics.ts'
import { awsPlatform } from './aws-platform.ts'
import { flags, permissionOf } from './aws-row.ts'
import { awsStorage } from './aws-storage.ts'
import type { Recipe } from './recipe.ts'

const rows = [...awsDatabases, ...awsCompute, ...awsStorage, ...awsPlatform]

export const awsRecipes: Recipe[] = rows.map(([kind, list, items, name, problem, finding, type, extra, metrics]) => {
  const recipe: Recipe = {
    kind,
    list: `aws ${list}`,
    items,
    name,
    problem,
    finding,
    resourceType: type,
    permission: permissionOf(`aws ${list}`),
    ...extra,
  }
  return metrics === undefined ? recipe : withMetrics(recipe, metrics, flags)
})

/** For services that no row knows: what CloudWatch says about them. */
export const awsFallback = 'aws-cloudwatch'
