/** What each untrusted step may use. A step is a program that runs, imports or renders what a repository or a draft holds. */

export interface Policy {
  /** As people read it: "the dry run". */
  step: string
  /** Longest run. */
  wallMs: number
  /** Processor time of all processes together, and of each. */
  cpuSeconds: number
  /** Address space of one process. */
  addressBytes: number
  /** Memory in use by all processes together. */
  memoryBytes: number
  /** Processes and threads. */
  processes: number
  /** One file. */
  fileBytes: number
  /** Everything written, in any directory. It lies in memory and is gone with the step. */
  diskBytes: number
  /** Files and directories. */
  diskEntries: number
  openFiles: number
  /** Printed on standard output, and on standard error. */
  outputBytes: number
}

const mebibyte = 1024 * 1024

/** Imports the libraries of the repository: 3 s, 400 MiB of address space, one process. Libraries start programs of their own now and then. */
export const dryRunPolicy: Policy = {
  step: 'The dry run',
  wallMs: 60_000,
  cpuSeconds: 60,
  addressBytes: 4096 * mebibyte,
  memoryBytes: 1536 * mebibyte,
  processes: 128,
  fileBytes: 64 * mebibyte,
  diskBytes: 256 * mebibyte,
  diskEntries: 50_000,
  openFiles: 1024,
  outputBytes: 16 * mebibyte,
}

/** Runs the bundle's tasks for real, a scenario at a time: Robot, shells, pipes of small tools. */
export const rehearsalPolicy: Policy = { ...dryRunPolicy, step: 'The rehearsal', processes: 256, outputBytes: 32 * mebibyte }

/** Programs that read and execute nothing: Robot's own reader, ShellCheck. The largest known collection takes half a minute. */
export const readingPolicy: Policy = {
  ...dryRunPolicy,
  step: 'The reading of files',
  wallMs: 120_000,
  cpuSeconds: 120,
  processes: 32,
  diskBytes: 16 * mebibyte,
  diskEntries: 2000,
  // About 40 times the text of the largest known collection.
  outputBytes: 128 * mebibyte,
}

/** Jinja in its own sandbox; a template takes milliseconds and has nothing to write. */
export const renderingPolicy: Policy = {
  step: 'The rendering of templates',
  wallMs: 20_000,
  cpuSeconds: 20,
  addressBytes: 1024 * mebibyte,
  memoryBytes: 512 * mebibyte,
  processes: 16,
  fileBytes: mebibyte,
  diskBytes: 16 * mebibyte,
  diskEntries: 2000,
  openFiles: 256,
  outputBytes: 32 * mebibyte,
}
