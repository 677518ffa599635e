/**
 * Text of a request on its way into a file. Each function makes any text safe for one place; nothing from a request enters a file by another way.
 */

const unseen = /\p{Cc}|\p{Cf}|\p{Co}|[\u2028\u2029\uFFFC\uFFFD]|[\uFE00-\uFE0F]/gu

/** One line of visible text: control and invisible characters gone, white space single, at most `max` characters. */
export function oneLine(text: string, max = 300): string {
  const flat = text.toWellFormed().replace(unseen, ' ').replace(/\s+/g, ' ').trim()
  return flat.length <= max
    ? flat
    : `${flat
        .slice(0, max - 1)
        .toWellFormed()
        .replaceAll('\uFFFD', '')
        .trimEnd()}…`
}

/** Words for a task title, a file name or a script comment: letters, digits and plain punctuation; no character that any of our file formats gives a meaning to. */
export function plainWords(text: string, max = 110): string {
  const words = oneLine(text, 400)
    .replace(/\$\{[^}]*\}|[`$\\"'{}[\]<>|&;*#@%^~=!?]/g, (match) => (match === '%' ? ' percent' : ''))
    .replace(/\s+/g, ' ')
    .replace(/\s([,.:)])/g, '$1')
    .trim()
    .replace(/^[^\p{L}\p{N}]+|[\s.,:;–—-]+$/gu, '')
  return words.length <= max
    ? words
    : words.slice(0, words.lastIndexOf(' ', max) > 20 ? words.lastIndexOf(' ', max) : max).replace(/[\s.,:;–—-]+$/, '')
}

/** A Robot Framework cell: variables, escapes, comments, separators and `name=value` all become plain text. Never empty. */
export function robotCell(text: string, max = 900): string {
  const cell = oneLine(text, max)
    .replace(/\\/g, '\\\\')
    .replace(/([$@&%])(?=\{)/g, '\\$1')
    .replace(/=/g, '\\=')
    .replace(/\|/g, '\\|')
    .replace(/^(?=#)/, '\\')
    .replace(/^\.\.\.(?=\s|$)/, '\\...')
  return cell === '' ? `\${EMPTY}` : cell
}

/** A word of a shell command in single quotes. */
export function shellWord(text: string): string {
  return `'${oneLine(text, 2000).replaceAll("'", `'\\''`)}'`
}

/** A YAML scalar in double quotes that Jinja leaves alone. */
export function yamlText(text: string, max = 300): string {
  const safe = oneLine(text, max)
    .replace(/\{(?=[{%#])/g, '{ ')
    .replace(/([}%#])\}/g, '$1 }')
  return JSON.stringify(safe).replace(/[\u0080-\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Text in a README: no HTML, no active Markdown, no mention, no variable that a reader could take for a setting. */
export function markdownText(text: string, max = 1500): string {
  return oneLine(text, max)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/([\\`*_[\]{}#|!~$])/g, '\\$1')
    .replace(/@(?=[A-Za-z0-9])/g, '&#64;')
}
