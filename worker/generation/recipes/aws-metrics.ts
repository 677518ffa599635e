import { shellVar } from './jq.ts'
import type { Each, Recipe, Variant } from './recipe.ts'

/** A CloudWatch metric: its name, the words of a task that mean it, the statistic, the limit and how its description starts. A `Minimum` is bad below the limit. */
export type Metric = readonly [
  name: string,
  words: RegExp,
  statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum',
  limit: number,
  label: string,
]

/** Adds a variant for each metric of a service: for every resource of the listing, the worst value in the look-back window. */
export function withMetrics(
  recipe: Recipe,
  of: { namespace: string; dimension: string; metrics: readonly Metric[] },
  flags: string,
): Recipe {
  const names = recipe.each?.names ?? `[${recipe.items} | .[] | ${recipe.name}]`
  const variants = of.metrics.map(([name, words, statistic, limit, label]): Variant => {
    const below = statistic === 'Minimum'
    const key = name
      .replace(/[^A-Za-z0-9]/g, '')
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toUpperCase()
    const each: Each = {
      names,
      command:
        `aws cloudwatch get-metric-statistics --namespace ${of.namespace} --metric-name ${name} --dimensions "Name=${of.dimension},Value=\${item}" ` +
        `--start-time "$(since_minutes ${shellVar('LOOKBACK_MINUTES')})" --end-time "$(since_minutes 0)" --period 300 --statistics ${statistic} ${flags}`,
    }
    return {
      id: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      words,
      finding: `${label.replace(/,? in .*$/, '').replace(/,$/, '')} ${below ? 'too low' : 'too high'}`,
      threshold: {
        variable: `${/^[0-9]/.test(key) ? 'ERRORS_' : ''}${key}_THRESHOLD`,
        default: limit,
        description: `${label} ${below ? 'below' : 'from'} which an issue is raised.`,
      },
      each,
      items: '.',
      name: '.ItemName',
      problem: `([.Datapoints[].${statistic}] | ${statistic === 'Sum' ? 'add' : below ? 'min' : 'max'}) as $value | if $value != null and $value ${below ? '<' : '>='} $threshold then "${name} is \\($value)" else null end`,
      data: 'data:metrics',
      nextSteps: 'Look at the metric over a longer time and compare it with the load.',
    }
  })
  return { ...recipe, variants: [...variants, ...(recipe.variants ?? [])] }
}
