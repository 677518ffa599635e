/** Reading the text of Robot cells: named arguments, escapes, variables. Rules from the Robot Framework user guide. */

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

/** A cell as Robot sees it at run time: escapes resolved, `${EMPTY}` and `${SPACE}` replaced, other variables left as they are. */
export function cellText(raw: string): string {
  return raw
    .replace(/\$\{EMPTY\}/g, '')
    .replace(/\$\{SPACE\}/g, ' ')
    .replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_all, byte?: string, unit?: string, plain?: string) => {
      const code = byte ?? unit
      if (code) return String.fromCharCode(Number.parseInt(code, 16))
      return plain === undefined ? '' : (escapes[plain] ?? plain)
    })
}

/** The index just past a variable that starts at `start` (`${...}`, nested ones counted), or `start` when there is none. */
function skipVariable(raw: string, start: number): number {
  if (!'$@&%'.includes(raw.charAt(start)) || raw.charAt(start + 1) !== '{') return start
  let depth = 0
  for (let at = start + 1; at < raw.length; at += 1) {
    if (raw.charAt(at) === '\\') at += 1
    else if (raw.charAt(at) === '{') depth += 1
    else if (raw.charAt(at) === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return start
}

/** Splits `name=value` at the first `=` that is neither escaped nor inside a variable; null when there is none. The value is raw. */
export function splitNamed(raw: string): { name: string; value: string } | null {
  let at = 0
  while (at < raw.length) {
    const char = raw.charAt(at)
    if (char === '\\') at += 2
    else if (char === '=') return { name: raw.slice(0, at), value: raw.slice(at + 1) }
    else at = Math.max(skipVariable(raw, at), at + 1)
  }
  return null
}

/** Names of the plain variables in a text, as written: `${NAMESPACE}` gives `NAMESPACE`; extended syntax gives its base name. */
export function variablesIn(raw: string): string[] {
  const names: string[] = []
  for (const match of raw.matchAll(/(?<!\\)[$@&]\{([^{}]*)\}/g)) {
    const base = /^\s*([^.[\]=:]+?)\s*(?:[.[:=].*)?$/s.exec(match[1] ?? '')?.[1]
    if (base) names.push(base)
  }
  return names
}

/** True when the text holds a variable, so that its value is known only at run time. */
export function holdsVariable(raw: string): boolean {
  return /(?<!\\)[$@&%]\{/.test(raw)
}
