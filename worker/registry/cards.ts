import type { CardRow } from '../db/catalogue-store.ts'
import { parseTags } from '../db/catalogue-store.ts'
import { accessLevels, platforms } from '../domain/platform.ts'
import type { BundleCard } from '../domain/views.ts'

/** A stored card as the API and the pages show it. */
export function cardOf(row: CardRow, snippet: string | null = null): BundleCard {
  const { id: _, ...card } = row
  return {
    ...card,
    platform: platforms.find((platform) => platform === row.platform) ?? 'other',
    access: accessLevels.find((access) => access === row.access) ?? 'unknown',
    supports: parseTags(row.supports),
    snippet,
  }
}
