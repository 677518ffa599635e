import type { Platform } from '../platform.ts'

/** A kind of resource that requests name. `id` is unique over all platforms and joins the word list to the commands that read the resource. */
export interface ResourceKind {
  id: string
  platform: Platform
  /** Its part of a CodeBundle's directory name. */
  slug: string
  /** Plural, as its own documentation writes it. */
  name: string
  /** Words that name it, as the source of a case-insensitive expression; matched as whole words, spaces match hyphens too. */
  words: string
  /** Words that mean it only where the platform is known and nothing more specific is named. */
  loose?: string
}

/** Rows of a kind table: id, slug, plural name, words, loose words. */
export type KindRow = readonly [id: string, slug: string, name: string, words: string, loose?: string]

export function kindsFrom(platform: Platform, rows: readonly KindRow[]): ResourceKind[] {
  return rows.map(([id, slug, name, words, loose]) => ({ id, platform, slug, name, words, ...(loose === undefined ? {} : { loose }) }))
}
