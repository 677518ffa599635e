/** What a draft is written for: a first one, one after failed checks, one after a review. */
export const draftStages = ['draft', 'repair', 'revise'] as const
export type DraftStage = (typeof draftStages)[number]

/** Who is asked first at a stage, and with which model; null for the provider's usual one. */
export interface StageChoice {
  provider: string
  model: string | null
}
export type StageModels = Partial<Record<DraftStage, StageChoice>>

const known = ['cursor', 'openai', 'workers-ai']

/** The stage of a draft. */
export function stageOf({ round, attempt }: { round: number; attempt: number }): DraftStage {
  if (attempt > 1) return 'repair'
  return round > 1 ? 'revise' : 'draft'
}

/**
 * Reads `repair=openai:gpt-5.4-mini, revise=cursor`: for each stage that has its own, the provider that is asked first and its model. `problems` says
 * in sentences what could not be read; the rest holds.
 */
export function readStageModels(text: string): { stages: StageModels; problems: string[] } {
  const stages: StageModels = {}
  const problems: string[] = []
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const found = /^([a-z]+)\s*=\s*([a-z-]+)(?::(\S{1,120}))?$/.exec(part)
    const stage = draftStages.find((name) => name === found?.[1])
    const provider = found?.[2] ?? ''
    if (stage === undefined || !known.includes(provider)) {
      problems.push(`"${part.slice(0, 80)}" names no stage and provider: ${draftStages.join(', ')} = ${known.join(', ')}.`)
    } else stages[stage] = { provider, model: found?.[3] ?? null }
  }
  return { stages, problems }
}

/** Providers in the order in which a stage asks them: its own first, the others as they were. */
export function orderedFor<T extends { name: string }>(providers: readonly T[], choice: StageChoice | undefined): T[] {
  const own = providers.filter(({ name }) => name === choice?.provider)
  return [...own, ...providers.filter((provider) => !own.includes(provider))]
}
