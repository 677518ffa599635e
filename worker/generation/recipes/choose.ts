import { findKinds } from '../../domain/lexicon/find-kinds.ts'
import { stopWords, wordsOf } from '../../domain/lexicon/words.ts'
import type { Plan } from '../../domain/plan.ts'
import type { Platform } from '../../domain/platform.ts'
import { awsFallback, awsRecipes } from './aws.ts'
import { azureFallback, azureRecipes } from './azure.ts'
import { azureChanges } from './azure-row.ts'
import { gcpFallback, gcpRecipes } from './gcp.ts'
import { httpFallback, httpRecipes } from './http.ts'
import { kubernetesRecipes } from './kubernetes.ts'
import { workloadRecipe } from './kubernetes-pods.ts'
import type { Check, Recipe, Variant } from './recipe.ts'

const byKind = new Map<string, Recipe>(
  [...kubernetesRecipes, workloadRecipe, ...awsRecipes, ...azureRecipes, ...gcpRecipes, ...httpRecipes].map((recipe) => [
    recipe.kind,
    recipe,
  ]),
)
const fallbacks: Record<Platform, string> = {
  kubernetes: workloadRecipe.kind,
  aws: awsFallback,
  azure: azureFallback,
  gcp: gcpFallback,
  other: httpFallback,
}

type PlanTask = Plan['tasks'][number]

/** The recipe that a plan is mainly about: the first kind its name, its service or its tasks name, or the fallback of its platform. */
export function mainRecipe(plan: Plan, service: string | null): Recipe {
  const texts = [plan.slug.replaceAll('-', ' '), plan.displayName, service ?? '']
  const named = firstRecipe(texts, plan.platform)
  if (named !== null) return named
  if (plan.platform === 'other') return recipeOf(plan.slug.startsWith('curl-') ? 'http-api' : httpFallback)
  const fromTasks =
    plan.platform === 'kubernetes'
      ? null
      : firstRecipe(
          plan.tasks.map((task) => task.title),
          plan.platform,
        )
  return fromTasks ?? recipeOf(fallbacks[plan.platform])
}

/** The check for one task: its own kind if it names one, in the variant its words ask for. */
export function checkFor(task: PlanTask, plan: Plan, main: Recipe): Check {
  const own = namedRecipe(task.title, plan.platform)
  const recipe = own === null || isAside(own, main) ? main : own
  const common = plan.platform === 'azure' && recipe.kind !== 'az-nsg' ? [azureChanges] : []
  const variants = [...(recipe.variants ?? []), ...common]
  const asked = [task.title, task.description, task.raiseWhen ?? '']
  const variant =
    variants.find((candidate) => candidate.words.test(asked[0] ?? '')) ??
    variants.find((candidate) => candidate.words.test(asked.slice(1).join('\n')))
  return variant === undefined ? plainCheck(recipe, task) : variantCheck(recipe, variant, task)
}

function recipeOf(kind: string): Recipe {
  return byKind.get(kind) ?? workloadRecipe
}

function firstRecipe(texts: readonly string[], platform: Platform): Recipe | null {
  for (const text of texts) {
    for (const { kind } of findKinds(text, platform)) {
      const recipe = byKind.get(kind.id)
      if (recipe !== undefined) return recipe
    }
  }
  return null
}

/** The kind that a task names outright; loose words (`instances`) mean the kind of the plan. */
function namedRecipe(title: string, platform: Platform): Recipe | null {
  const named = findKinds(title).find((match) => match.kind.platform === platform && byKind.has(match.kind.id))
  return named === undefined ? null : (byKind.get(named.kind.id) ?? null)
}

/** Kinds that a task mentions only in passing: the namespace it looks in, the StorageClass of a claim, the pod that mounts it. */
function isAside(own: Recipe, main: Recipe): boolean {
  if (['k8s-namespace', 'k8s-event', 'az-resourcegroup'].includes(own.kind) && own !== main) return own.kind !== 'k8s-event'
  return main.kind === 'k8s-pvc' && ['k8s-storageclass', 'k8s-pod'].includes(own.kind)
}

function plainCheck(recipe: Recipe, task: PlanTask): Check {
  return {
    id: `${recipe.kind}-status`,
    recipe,
    list: recipe.list,
    second: null,
    items: recipe.items,
    name: recipe.name,
    problem: recipe.problem,
    each: recipe.each ?? null,
    finding: recipe.finding,
    severity: 2,
    threshold: null,
    data: 'data:config',
    nextSteps: recipe.nextSteps ?? 'Look at the resources in the report and at what changed last.',
    exact: coversWords(recipe.finding, task.title),
  }
}

function variantCheck(recipe: Recipe, variant: Variant, task: PlanTask): Check {
  const own = variant.threshold ?? null
  return {
    id: `${recipe.kind}-${variant.id}`,
    recipe,
    list: variant.list ?? recipe.list,
    second: variant.second ?? null,
    items: variant.items ?? recipe.items,
    name: variant.name ?? recipe.name,
    problem: variant.problem,
    each: variant.each === undefined ? (variant.list === undefined ? (recipe.each ?? null) : null) : variant.each,
    finding: variant.finding,
    severity: variant.severity ?? 2,
    threshold: own === null ? null : { ...own, default: statedNumber(task, own.variable) ?? own.default },
    data: variant.data ?? 'data:config',
    nextSteps: variant.nextSteps ?? recipe.nextSteps ?? 'Look at the resources in the report and at what changed last.',
    exact: true,
  }
}

/** The limit that the task itself names, in the unit that the threshold has: `at 85 % or more`, `within 14 days`, `more than 10 restarts`. */
function statedNumber(task: PlanTask, variable: string): number | null {
  const text = [task.raiseWhen ?? '', task.title, task.description].join('\n')
  const units: readonly (readonly [RegExp, RegExp])[] = [
    [/DAYS/, /(\d{1,4})\s*days?/i],
    [/USAGE|CPU|MEMORY/, /(\d{1,3})\s*(?:%|percent)/i],
    [/RESTART/, /(\d{1,4})\s*(?:restarts|times)/i],
    [/LATENCY_MS|DURATION/, /(\d{2,6})\s*(?:ms|milliseconds)/i],
    [/MESSAGES|CONNECTIONS|EVICTIONS|ERRORS/, /(?:than|over|above|exceeds?|>=?)\s*(\d{1,7})\s*(?:messages|connections|evictions|errors)/i],
  ]
  const unit = units.find(([name]) => name.test(variable))?.[1]
  const found = unit === undefined ? null : unit.exec(text)?.[1]
  return found === null || found === undefined ? null : Number(found)
}

const generalState =
  /\b(?:status|states?|health|healthy|unhealthy|ready|readiness|running|runs|available|unavailable|fail|fails|failed|failing|bound|active|inactive|up|down|broken|stuck|pending|degraded|out of sync|list|pressure|reachable|answers?)\b/i

/** True when a task asks for the general state, or in its own words for what the check finds. */
function coversWords(finding: string, title: string): boolean {
  if (generalState.test(title)) return true
  const kindWords = new Set(findKinds(`${finding} ${title}`).flatMap((match) => wordsOf(match.kind.name).map(stem)))
  const said = new Set(wordsOf(title).map(stem))
  return wordsOf(finding)
    .filter((word) => word.length > 3 && !stopWords.has(word))
    .map(stem)
    .some((word) => said.has(word) && !kindWords.has(word))
}

function stem(word: string): string {
  return word.replace(/^un(?=[a-z]{4})/, '').replace(/(?:e?d|ing|e?s|tion|e)$/, '')
}

/** Resource types of discovery's catalogue that the recipes of a platform use, sorted. */
export function legalResourceTypes(platform: Platform): string[] {
  const of: Record<Platform, readonly Recipe[]> = {
    kubernetes: [...kubernetesRecipes, workloadRecipe],
    aws: awsRecipes,
    azure: azureRecipes,
    gcp: gcpRecipes,
    other: httpRecipes,
  }
  return [...new Set(of[platform].map((recipe) => recipe.resourceType).filter((type) => type !== ''))].sort()
}

/** Every recipe, for the tests that hold each of them to its contract. */
export function allRecipes(): Recipe[] {
  return [...byKind.values()]
}
