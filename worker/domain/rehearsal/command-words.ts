/** Splits a recorded command line into words and options, without knowing the tool. */

export interface Words {
  /** What is no option and no option's value, in order. */
  words: string[]
  /** Values by option name as written (`-n`, `--namespace`); an option without a value has ''. */
  options: Map<string, string>
}

/**
 * Options that take the next argument as their value must be named in `valued`, because nothing in the text tells `-n web` from `-v web`.
 * `joined` names one-letter options whose value may follow at once (`-nweb`). Everything after `--` is left out.
 */
export function splitWords(args: readonly string[], valued: ReadonlySet<string>): Words {
  const words: string[] = []
  const options = new Map<string, string>()
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '--') break
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg)
      continue
    }
    const [name = '', ...rest] = arg.split('=')
    if (rest.length > 0) options.set(name, rest.join('='))
    else if (valued.has(arg)) {
      index += 1
      options.set(arg, args[index] ?? '')
    } else {
      const short = arg.slice(0, 2)
      const isJoined = !arg.startsWith('--') && arg.length > 2 && valued.has(short)
      options.set(isJoined ? short : arg, isJoined ? arg.slice(2) : '')
    }
  }
  return { words, options }
}

/** The value of the first of the options that was given. */
export function optionOf(options: ReadonlyMap<string, string>, ...names: string[]): string | null {
  const name = names.find((candidate) => options.has(candidate))
  return name === undefined ? null : (options.get(name) ?? null)
}
