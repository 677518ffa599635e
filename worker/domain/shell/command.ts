/** One simple command of a shell text, as far as it can be read without running it. */
export interface ShellCommand {
  /** Name and arguments: quotes taken away, expansions as written. Assignments and redirections are not among them. */
  words: string[]
  /** For each word the line on which it begins when nothing in it is expanded; else null. */
  literals: (number | null)[]
  /** Assignments before the name, or all there is; `words` are the elements of an array. */
  assigns: { name: string; value: string; words: string[] | null }[]
  redirects: { operator: string; target: string }[]
  /** 1-based. */
  line: number
  /** What stands between this command and the one before, and the next: `|`, `||`, `&&`, `;` or nothing at an end. */
  before: string
  after: string
  /** How many `$(…)` it stands in. */
  depth: number
  /** It runs only in a branch of an `if`. */
  isBranch: boolean
  /** It stands in the body of a function. */
  isInFunction: boolean
  /** Commands in its own `$(…)`, in order. */
  nested: ShellCommand[]
  /** The next command of the same list. */
  next: ShellCommand | null
}

/** Every command, those inside `$(…)` included, in the order of their ends. */
export function everyCommand(commands: readonly ShellCommand[]): ShellCommand[] {
  return commands.flatMap((command) => [...everyCommand(command.nested), command])
}
