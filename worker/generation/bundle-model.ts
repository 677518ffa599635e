import type { GenerationInput } from '../pipeline/ports.ts'
import type { Adjustments } from './feedback.ts'
import { withPlanInputs } from './plan-inputs.ts'
import { profileOf } from './platform-profile.ts'
import type { Profile } from './profile.ts'
import { oneLine, plainWords } from './quoting.ts'
import { checkFor, mainRecipe } from './recipes/choose.ts'
import type { Check } from './recipes/recipe.ts'

/** A task of the bundle, with everything the writers need. Its texts are already made safe. */
export interface BundleTask {
  /** `Check X in Namespace`, without the variable; unique in the bundle. */
  title: string
  /** Name of the script and of its issue file, without ending. */
  name: string
  documentation: string
  description: string
  raiseWhen: string | null
  check: Check
  /** The command that changes one resource, for tasks that ask for a change. */
  change: string | null
  access: 'read-only' | 'read-write'
  timeoutSeconds: number
}

export interface BundleModel {
  slug: string
  path: string
  displayName: string
  summary: string
  author: string
  purpose: string
  profile: Profile
  tasks: BundleTask[]
  withSli: boolean
  resourceTag: string
  input: GenerationInput
  adjustments: Adjustments
  /** One line for each task that no check covers exactly. */
  gaps: string[]
}

/** Turns a plan into what the files are written from. Deterministic. */
export function modelOf(input: GenerationInput, adjustments: Adjustments): BundleModel {
  const { plan } = input
  const main = mainRecipe(plan, input.request.service)
  const checks = plan.tasks.map((task) => adjusted(asPlanned(checkFor(task, plan, main), task, plan), adjustments))
  const known = withPlanInputs(profileOf(plan, main, checks), plan)
  const profile = adjustments.withoutDiscovery || leftOut(input, '/.runwhen/') ? { ...known, discovery: null } : known
  const tasks = namedTasks(input, checks, adjustments)
  return {
    slug: plan.slug,
    path: `codebundles/${plan.slug}`,
    displayName: plainWords(adjustments.displayName ?? plan.displayName, 80) || plan.slug,
    summary: oneLine(plan.summary, 400),
    author: plainWords(input.author, 40).replace(/\s+/g, '-') || 'codecollection-registry',
    purpose: plainWords(plan.purpose, 30),
    profile,
    tasks,
    withSli: adjustments.withSli ?? (plan.withSli && !leftOut(input, '/sli.robot')),
    resourceTag: plainWords(main.kind.replace(/^[a-z0-9]+-/, ''), 30),
    input,
    adjustments,
    gaps: tasks.filter((task) => !task.check.exact).map((task) => task.title),
  }
}

/** What an earlier attempt left out stays out for the attempts after it. */
function leftOut(input: GenerationInput, part: string): boolean {
  return input.attempt > 1 && input.previous.length > 0 && !input.previous.some((file) => file.path.includes(part))
}

/** A plan says how bad findings are and from where on; plans of before it did leave it to the check. */
function asPlanned(
  check: Check,
  { severity }: GenerationInput['plan']['tasks'][number],
  { variables = [] }: GenerationInput['plan'],
): Check {
  const { threshold } = check
  const limit = Number(variables.find(({ name, isRequired }) => name === threshold?.variable && !isRequired)?.example ?? Number.NaN)
  return {
    ...check,
    severity: severity === 1 || severity === 2 || severity === 3 || severity === 4 ? severity : check.severity,
    threshold: threshold === null || Number.isNaN(limit) ? threshold : { ...threshold, default: limit },
  }
}

function adjusted(check: Check, adjustments: Adjustments): Check {
  const severity = adjustments.severity ?? check.severity
  const value =
    check.threshold === null ? undefined : (adjustments.thresholds.get(check.threshold.variable) ?? adjustments.thresholds.get('*'))
  const threshold = check.threshold === null || value === undefined ? check.threshold : { ...check.threshold, default: value }
  return { ...check, severity, threshold }
}

function namedTasks(input: GenerationInput, checks: readonly Check[], adjustments: Adjustments): BundleTask[] {
  const titles = new Set<string>()
  const names = new Set<string>()
  return input.plan.tasks.flatMap((task, index) => {
    const check = checks[index]
    if (check === undefined) return []
    const renamed = adjustments.renames.get(task.title.toLowerCase()) ?? task.title
    const title = distinct(
      titles,
      plainWords(renamed, 100) || `Check ${check.finding.charAt(0).toLowerCase()}${check.finding.slice(1)}`,
      (base, n) => `${base} ${n}`,
    )
    const name = distinct(names, fileName(title), (base, n) => `${base}-${n}`)
    const change = input.plan.access === 'read-write' ? changeFor(title, check) : null
    return [
      {
        title,
        name,
        documentation: oneLine(task.description.split('\n')[0] ?? '', 300) || title,
        description: oneLine(task.description, 1200),
        raiseWhen: task.raiseWhen === null ? null : oneLine(task.raiseWhen, 300),
        check,
        change,
        access: change === null ? 'read-only' : 'read-write',
        timeoutSeconds: adjustments.timeoutSeconds ?? (check.each === null ? 120 : 300),
      },
    ]
  })
}

function changeFor(title: string, check: Check): string | null {
  const words = title.toLowerCase().split(/[^a-z]+/)
  const entry = Object.entries(check.recipe.changes ?? {}).find(([verb]) => words.includes(verb))
  return entry?.[1] ?? null
}

function distinct(taken: Set<string>, base: string, next: (base: string, n: number) => string): string {
  let candidate = base
  for (let n = 2; taken.has(candidate.toLowerCase()); n += 1) candidate = next(base, n)
  taken.add(candidate.toLowerCase())
  return candidate
}

function fileName(title: string): string {
  const words =
    title
      .toLowerCase()
      .normalize('NFKD')
      .match(/[a-z0-9]+/g) ?? []
  return (
    words
      .filter((word) => !['the', 'a', 'an', 'of', 'in', 'that', 'for', 'and', 'with', 'their', 'to', 'is', 'are'].includes(word))
      .slice(0, 6)
      .join('-')
      .slice(0, 50)
      .replace(/-+$/, '') || 'check'
  )
}
