/** A setting of the bundle, as it is imported, documented and provided by discovery. */
export interface Setting {
  name: string
  type: 'string' | 'integer'
  description: string
  /** Holds the example and the default; free of backslashes, which Robot Framework would take as escapes. */
  pattern: string
  example: string
  /** null: the setting has to be given. */
  default: string | null
  enum: string | null
  /** What discovery puts in, as a Jinja expression or a literal; null when the default is left to hold. */
  provided: string | null
}

/** A text setting; `more` overrides what is usual. */
export const text = (
  name: string,
  description: string,
  example: string,
  provided: string | null,
  more: Partial<Setting> = {},
): Setting => ({
  name,
  type: 'string',
  description,
  pattern: '.*',
  example,
  default: null,
  enum: null,
  provided,
  ...more,
})
