import * as z from 'zod'

/** Rates are between 0 and 1. `reorderWindowMs` holds each delivery back by a random time up to that long, so that later ones overtake it. */
const deliveryFaultsSchema = z
  .object({
    dropRate: z.number().min(0).max(1).default(0),
    delayMs: z.number().min(0).default(0),
    duplicateRate: z.number().min(0).max(1).default(0),
    reorderWindowMs: z.number().min(0).default(0),
  })
  .strict()

/** `match` is a method and a path under /api/v3 (`POST /graphql` for GraphQL), where `*` stands for anything within a segment and `**` for anything. */
const restFaultSchema = z
  .object({
    match: z.string().regex(/^(\*|[A-Z]+) \//),
    times: z.number().int().positive().default(1),
    /** Lets this many matching calls pass first. */
    after: z.number().int().min(0).default(0),
    mode: z.enum(['fail', 'cut', 'fail_after_work', 'cut_after_work']).default('fail'),
    status: z.number().int().min(400).max(599).default(502),
    headers: z.record(z.string(), z.string()).default({}),
    message: z.string().default('Server Error'),
  })
  .strict()
export type RestFault = z.infer<typeof restFaultSchema>

export const faultsSchema = z
  .object({ seed: z.number().int().default(1), deliveries: deliveryFaultsSchema.prefault({}), rest: z.array(restFaultSchema).default([]) })
  .strict()
export type FaultPlan = z.infer<typeof faultsSchema>

export interface Faults {
  plan(): FaultPlan
  /** Replaces every fault and starts the random numbers over. Throws `ZodError` for a plan that is not one. */
  set(plan: z.input<typeof faultsSchema>): void
  forDelivery(): { drop: boolean; copies: number; delayMs: number }
  /** The rule that hits this call, used up by it; null where the call is spared. */
  forRest(method: string, path: string): RestFault | null
}

/** Faults in the order of one seed. `keep` is called with every change, so that they outlive a restart. */
export function createFaults(initial: FaultPlan, keep: (plan: FaultPlan) => void): Faults {
  let plan = initial
  let random = generator(plan.seed)
  return {
    plan: () => plan,
    set: (wanted) => {
      plan = faultsSchema.parse(wanted)
      random = generator(plan.seed)
      keep(plan)
    },
    forDelivery: () => {
      const { dropRate, delayMs, duplicateRate, reorderWindowMs } = plan.deliveries
      // Always three numbers, so that changing one rate does not change what the others hit.
      const [drop, twice, wait] = [random(), random(), random()]
      return { drop: drop < dropRate, copies: twice < duplicateRate ? 2 : 1, delayMs: delayMs + wait * reorderWindowMs }
    },
    forRest: (method, path) => {
      const rule = plan.rest.find((candidate) => candidate.times > 0 && expression(candidate.match).test(`${method} ${path}`))
      if (rule === undefined) return null
      if (rule.after > 0) {
        rule.after -= 1
        keep(plan)
        return null
      }
      rule.times -= 1
      plan = { ...plan, rest: plan.rest.filter(({ times }) => times > 0) }
      keep(plan)
      return rule
    },
  }
}

function expression(pattern: string): RegExp {
  const parts = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/ ]*' : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')))
  return new RegExp(`^${parts.join('')}$`)
}

/** Mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
