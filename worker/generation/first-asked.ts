import type { KeyPort } from '../pipeline/ports.ts'
import type { ProviderSettings } from './all-providers.ts'
import { type Price, priceOf } from './price.ts'

/** Who writes the first draft of a run, unless its service fails. */
export interface FirstAsked {
  provider: string
  model: string | null
  /** `free` for what costs nothing; null where unknown. */
  price: Price | 'free' | null
}

/** The first in the order of policy (all-providers.ts) that has a key or a binding now. Breakers are not asked: they forget within minutes. */
export async function firstAsked(settings: ProviderSettings, keys: Pick<KeyPort, 'get'>): Promise<FirstAsked> {
  // An agent tells what it cost only afterwards.
  if ((await keys.get('cursor')) !== null) return { provider: 'cursor', model: settings.cursor.model, price: null }
  const { model } = settings.openai
  if ((await keys.get('openai')) !== null) return { provider: 'openai', model, price: priceOf('openai', model) }
  const { workersAi } = settings
  if (workersAi !== null) return { provider: 'workers-ai', model: workersAi.model, price: priceOf('workers-ai', workersAi.model) }
  return { provider: 'exemplar', model: null, price: 'free' }
}
