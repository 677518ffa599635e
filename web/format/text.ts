/** `1 task`, `3 tasks`; `many` where the plural is not the singular with an s. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`
}

/** `pods`, `pods and nodes`, `pods, nodes and jobs`. */
export function listWords(words: readonly string[]): string {
  const [last = ''] = words.slice(-1)
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** Splits a Robot Framework name at its `${VARIABLES}`; backticks around them go. */
export function splitVariables(name: string): { text: string; variable: boolean }[] {
  return name
    .split(/(`?\$\{[^}]*\}`?)/)
    .filter((part) => part !== '')
    .map((part) => (/^`?\$\{/.test(part) ? { text: part.replace(/[`${}]/g, ''), variable: true } : { text: part, variable: false }))
}

/** Splits a search snippet at its marks, U+0001 (begin) and U+0002 (end). */
export function splitMarks(snippet: string): { text: string; marked: boolean }[] {
  return snippet
    .split('\u0001')
    .flatMap((part, index) => {
      const end = part.indexOf('\u0002')
      if (index === 0 || end < 0) return [{ text: part.replaceAll('\u0002', ''), marked: false }]
      return [
        { text: part.slice(0, end), marked: true },
        { text: part.slice(end + 1).replaceAll('\u0002', ''), marked: false },
      ]
    })
    .filter((part) => part.text !== '')
}

/** An http(s) address, or null: keeps `javascript:` and the like out of links. */
export function safeHref(href: string): string | null {
  const url = URL.parse(href)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}
