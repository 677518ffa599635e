/** What the platform's tool answers about one kind of resource where all is well, and where what people look for is wrong. */
export interface Sample {
  /** Id of the kind in the lexicon. */
  kind: string
  /** The first whose `command` fits the whole command line is given; `*` stands for any text. JSON values. */
  answers: readonly { command: string; healthy: unknown; broken: unknown }[]
}
