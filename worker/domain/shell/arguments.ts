/** The words of a command line without its options. `valued` options take the next word as their value. */
export function positional(args: readonly string[], valued: ReadonlySet<string>): string[] {
  const found: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    if (word === '--') break
    if (word.startsWith('-')) {
      if (valued.has(word)) at += 1
    } else found.push(word)
  }
  return found
}

/** The value of an option in `--name value` or `--name=value`; null when it is not given. */
export function optionValue(args: readonly string[], ...names: readonly string[]): string | null {
  for (const [index, word] of args.entries()) {
    const joined = names.find((name) => word.startsWith(`${name}=`))
    if (joined) return word.slice(joined.length + 1)
    if (names.includes(word)) return args[index + 1] ?? ''
  }
  return null
}

/** A word that says what it is: no variable in it. */
export function isLiteral(word: string | undefined): word is string {
  return word !== undefined && /^[A-Za-z0-9][\w./:,@-]*$/.test(word)
}
