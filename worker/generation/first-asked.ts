import { orderedFor } from '../domain/stage-models.ts'
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

type Service = 'cursor' | 'openai' | 'workers-ai'
const services: readonly { name: Service }[] = [{ name: 'cursor' }, { name: 'openai' }, { name: 'workers-ai' }]

/** The first in the order of policy (all-providers.ts) that has a key or a binding now. Breakers are not asked: they forget within minutes. */
export async function firstAsked(settings: ProviderSettings, keys: Pick<KeyPort, 'get'>): Promise<FirstAsked> {
  const own = settings.stages?.draft
  for (const { name } of orderedFor(services, own)) {
    const usual = await modelOf(name, settings, keys)
    if (usual === undefined) continue
    const model = own?.provider === name && own.model !== null ? own.model : usual
    // An agent tells what it cost only afterwards.
    return { provider: name, model, price: name === 'cursor' || model === null ? null : priceOf(name, model) }
  }
  return { provider: 'exemplar', model: null, price: 'free' }
}

/** The usual model of a service, null for the default of its account; undefined where it has no key or binding. */
async function modelOf(name: Service, settings: ProviderSettings, keys: Pick<KeyPort, 'get'>): Promise<string | null | undefined> {
  if (name === 'workers-ai') return settings.workersAi?.model
  return (await keys.get(name)) === null ? undefined : settings[name].model
}
