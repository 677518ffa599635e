import type { Sample } from './sample.ts'

/** Building blocks of sample answers: the broken one is the healthy one with some fields changed. */

export type Answer = Sample['answers'][number]

/** `item` with the fields of `wrong` in place of its own, at any depth. Lists are replaced whole; a field that is undefined is left out. */
export function but(item: object, wrong: object): object {
  const merged: Record<string, unknown> = { ...item }
  for (const [key, value] of Object.entries(wrong)) {
    const own = merged[key]
    merged[key] = isObject(own) && isObject(value) ? but(own, value) : value
  }
  return merged
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The broken forms of an item, one for each set of wrong fields: what excludes one another is spread over two. */
export function brokenOf(item: object, wrong: object | readonly object[]): object[] {
  return [wrong].flat().map((fields) => but(item, fields))
}
