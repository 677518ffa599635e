/**
 * How one kind of resource is read and judged. `list` is a command without the platform's own flags; the others are jq programs.
 * jq programs hold no single quote, since they stand in single quotes in the scripts.
 */
export interface Recipe {
  /** Id of the kind in the lexicon. */
  kind: string
  list: string
  /** Listing → array of items. Fails on an answer of another shape, which counts as "could not check". */
  items: string
  /** Item → its name. */
  name: string
  /** Item → what is wrong with it, or null. */
  problem: string
  /** What an issue says: `Cloud Run services are not ready`. */
  finding: string
  /** Name of the resource type in discovery's catalogue. */
  resourceType: string
  /** What the reader of the cluster or account needs: `get and list on pods`. */
  permission: string
  /** The listing covers more than the scope: the whole cluster, or the whole account. */
  wide?: boolean
  /** A second command for each name of the listing (`$item`), whose answers are judged instead of the items. */
  each?: Each
  variants?: Variant[]
  /** Commands that change one resource (`$item`), by the verb a request uses. */
  changes?: Record<string, string>
  nextSteps?: string
}

export interface Each {
  /** Listing → array of strings, the values of `$item`. */
  names: string
  command: string
}

/** Another way to judge the same kind, chosen by the words of a task. */
export interface Variant {
  id: string
  words: RegExp
  finding: string
  problem: string
  severity?: 1 | 2 | 3 | 4
  threshold?: Threshold
  list?: string
  /** A second listing: `items` then sees `{first, second}`. */
  second?: string
  items?: string
  name?: string
  each?: Each | null
  data?: DataTag
  nextSteps?: string
}

/** A number people may want to change; in jq it is `$threshold`. */
export interface Threshold {
  variable: string
  default: number
  description: string
}

export type DataTag = 'data:config' | 'data:metrics' | 'data:logs-regexp'

/** A task's check, ready to be written: a recipe with its variant applied. */
export interface Check {
  /** Distinguishes checks of a bundle; two tasks with the same id do the same. */
  id: string
  recipe: Recipe
  list: string
  second: string | null
  items: string
  name: string
  problem: string
  each: Each | null
  finding: string
  severity: 1 | 2 | 3 | 4
  threshold: Threshold | null
  data: DataTag
  nextSteps: string
  /** False where no variant covers what the task asks for and the general state of the resource is judged instead. */
  exact: boolean
}
