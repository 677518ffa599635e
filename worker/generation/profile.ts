import type { Setting } from './setting.ts'

export interface SecretUse {
  name: string
  description: string
  example: string
  /** Given to scripts as a file; the others are picked up from the environment that the platform prepares. */
  asFile: boolean
  optional: boolean
}

export interface Profile {
  /** Words before the scope variable in a task title. */
  scopeWord: string
  scopeVariable: string
  settings: Setting[]
  secret: SecretUse | null
  /** Entries of the environment beyond the settings: name and Robot value. */
  environment: readonly (readonly [string, string])[]
  supports: string[]
  tags: string[]
  /** null where nothing can be discovered. */
  discovery: { platform: string | null; resourceType: string; qualifiers: string[]; authInclude: string | null; scopeValue: string } | null
}
