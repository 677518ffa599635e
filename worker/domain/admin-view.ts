import type { ApprovalPolicy } from './approval-policy.ts'
import type { BudgetKind, BudgetLimit, BudgetMeter } from './budget.ts'
import type { ForecastQuality } from './forecast-quality.ts'
import type { KeyName, StoredKey } from './provider-key.ts'

/** A model as the price list has it. Prices in micro-dollars per million tokens; null where the list does not say. */
export interface PricedModel {
  provider: string
  model: string
  inputMicros: number | null
  outputMicros: number | null
  /** Day the price was looked up: `2026-11-01`. */
  asOf: string
}

/** What an admin did, in words without secrets. */
export interface AdminChange {
  at: number
  login: string
  change: string
}

/** What the admin page shows. */
export interface AdminView {
  keys: {
    name: KeyName
    title: string
    hint: string
    stored: StoredKey | null
    /** Why and until when the provider is left alone; null when it is used. */
    paused: { until: number; reason: string } | null
  }[]
  encryption: {
    /** Id of the encryption key in use; null where none is set, so that no provider key can be stored. */
    current: string | null
    /** Provider keys that are still sealed with an older one. */
    outdated: number
    /** What is wrong with the setting; null when nothing is. */
    problem: string | null
  }
  generation: { enabled: boolean; changedAt: number | null; changedBy: string | null }
  limits: Record<BudgetKind, BudgetLimit>
  defaults: Record<BudgetKind, BudgetLimit>
  /** The whole registry today. */
  day: BudgetMeter
  /** Other budgets that changed today, the dearest first. */
  busiest: BudgetMeter[]
  models: PricedModel[]
  /** What is generated without a person: of all repositories first, whose name is empty, then of those that have their own. */
  policies: (ApprovalPolicy & { repository: string })[]
  forecasts: ForecastQuality & { days: number }
  /** Newest first. */
  changes: AdminChange[]
}

/** Parts of the page, by their ids. */
export type AdminSection = 'generation' | 'keys' | 'budgets' | 'policies'

/** What happened to a form of the admin page, as its address says it afterwards. */
export const adminNotices = {
  'key-set': { section: 'keys', ok: true, text: 'The key is stored, encrypted. Test it before somebody needs it.' },
  'key-deleted': { section: 'keys', ok: true, text: 'The key is deleted. Its provider is not used until another one is set.' },
  'key-tested': { section: 'keys', ok: true, text: 'The provider was asked; its answer stands beside the key.' },
  'keys-rotated': { section: 'keys', ok: true, text: 'Every key is encrypted with the newest encryption key now.' },
  'limits-set': { section: 'budgets', ok: true, text: 'The limits hold for every call from now on.' },
  'generation-stopped': { section: 'generation', ok: true, text: 'Generation is stopped. No model is called until you start it.' },
  'generation-started': { section: 'generation', ok: true, text: 'Generation is started. Waiting requests can be retried.' },
  'bad-key': { section: 'keys', ok: false, text: 'That is no key: it has spaces or other letters than keys have. Nothing was changed.' },
  'no-key': { section: 'keys', ok: false, text: 'There is no key to do that with. It may have been deleted meanwhile.' },
  'no-encryption': { section: 'keys', ok: false, text: 'No key was stored: the secret KEY_ENCRYPTION_KEYS is missing or cannot be read.' },
  'key-unreadable': {
    section: 'keys',
    ok: false,
    text: 'A stored key cannot be opened with KEY_ENCRYPTION_KEYS. Add the encryption key it was stored with, or set it again.',
  },
  'policy-set': { section: 'policies', ok: true, text: 'The policy holds for every plan that is made from now on.' },
  'policy-removed': { section: 'policies', ok: true, text: 'The policy is removed; that of all repositories holds there.' },
  'no-policy': { section: 'policies', ok: false, text: 'That repository has no policy of its own. Nothing was changed.' },
  'bad-policy': {
    section: 'policies',
    ok: false,
    text: 'A policy has a repository such as owner/name, a choice of the list, and a line such as 1.00. Nothing was changed.',
  },
  'bad-limit': {
    section: 'budgets',
    ok: false,
    text: 'A limit is an amount such as 2.50, or a whole number of tokens, or empty for none. Nothing was changed.',
  },
} as const satisfies Record<string, { section: AdminSection; ok: boolean; text: string }>
export type AdminNotice = keyof typeof adminNotices

export function isAdminNotice(name: string | undefined): name is AdminNotice {
  return name !== undefined && Object.hasOwn(adminNotices, name)
}
