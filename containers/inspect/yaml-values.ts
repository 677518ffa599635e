/** Careful looks into values read from YAML that anybody wrote. */

/** A field of a mapping; undefined when the value is no mapping or has no such field. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

/** The items of a list; none when the value is no list. */
export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** The strings of a list; a single string is a list of one. */
export function texts(value: unknown): string[] {
  return typeof value === 'string' ? [value] : items(value).filter((item) => typeof item === 'string')
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
