import { decodeEntities, removeHtmlComments, removeHtmlTags, type Tally } from './sanitise-html.ts'
import { redactSecrets } from './sanitise-secrets.ts'

export interface Sanitised {
  text: string
  /** What was taken out, by kind, in alphabetical order of the kind. */
  removed: { what: string; count: number }[]
  /** The removed pieces themselves, for people only, never for a model. Credentials are not among them. */
  pieces: RemovedPiece[]
}

export interface RemovedPiece {
  what: string
  /** Cut to 500 characters; characters that nobody sees are written as their code points. */
  text: string
}

/** Pieces kept of one text: enough to judge it. */
const maxPieces = 40
const maxPiece = 500

/** GitHub cuts an issue body at 65,536 characters; more than that is never a request. */
const maxBytes = 64 * 1024
/** Each pass shortens the text or leaves it alone; nested tricks settle in a handful of passes. */
const maxPasses = 12

const invisible =
  /\u034F|[\u00AD\u061C\u115F\u1160\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|[\u17B4\u17B5]|[\u180B-\u180F]|[\uFE00-\uFE0F]|[\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/g

/**
 * The text of an issue or a comment as it may be shown to a model: nothing hidden, nothing active, no credential.
 * Idempotent, never throws, at most 64 KB out.
 */
export function sanitise(text: string): Sanitised {
  const counts = new Map<string, number>()
  const pieces: RemovedPiece[] = []
  const tally: Tally = (what, piece) => {
    counts.set(what, (counts.get(what) ?? 0) + 1)
    if (piece !== undefined && pieces.length < maxPieces) pieces.push({ what, text: visible(redactSecrets(piece).text).slice(0, maxPiece) })
  }
  let current = cut(text, tally)
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const next = cleanOnce(current, tally)
    if (next === current) break
    current = next
    if (pass === maxPasses - 1) current = settle(current)
  }
  const removed = [...counts].map(([what, count]) => ({ what, count })).sort((a, b) => (a.what < b.what ? -1 : 1))
  return { text: current, removed, pieces }
}

function visible(piece: string): string {
  return piece
    .replace(invisible, (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} `)
    .replace(control, '·')
    .trim()
}

/** A text that still changes after so many passes was built to do so: without these characters no rule has anything left to find. */
function settle(text: string): string {
  return text
    .replace(/[<>&![\]]/g, ' ')
    .replace(/[ \t]+$/gm, '')
    .trim()
}

function cut(text: string, tally: Tally): string {
  const wellFormed = text.toWellFormed()
  const bytes = new TextEncoder().encode(wellFormed)
  if (bytes.length <= maxBytes) return wellFormed
  tally('text beyond 64 KB')
  return new TextDecoder().decode(bytes.subarray(0, maxBytes)).replace(/\uFFFD+$/, '')
}

function cleanOnce(text: string, tally: Tally): string {
  let out = decodeEntities(text)
  out = out.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
  out = count(out, invisible, 'invisible character', tally)
  out = count(out, control, 'control character', tally)
  out = removeHtmlComments(out, tally)
  out = removeLinkTricks(out, tally)
  out = removeHtmlTags(out, tally)
  out = removeActiveUrls(out, tally)
  const secrets = redactSecrets(out)
  for (let n = 0; n < secrets.count; n += 1) tally('secret')
  return secrets.text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim()
}

function count(text: string, pattern: RegExp, what: string, tally: Tally): string {
  return text.replace(pattern, (match) => {
    tally(what, match)
    return ''
  })
}

/** Text that a reader of the rendered page does not see: alternative text of images, titles of links, link definitions. */
function removeLinkTricks(text: string, tally: Tally): string {
  const title = String.raw`\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\))`
  const target = String.raw`\(\s*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)`
  const dropped = (what: string) => (match: string) => {
    tally(what, match)
    return ''
  }
  return text
    .replace(
      new RegExp(String.raw`^ {0,3}\[(?!\^)[^\]\n]{1,999}\]:[ \t]*\n?[ \t]*(?:<[^<>\n]*>|[^\s<>]+)(?:${title})?[ \t]*$`, 'gm'),
      dropped('link definition'),
    )
    .replace(new RegExp(String.raw`!\[[^\]]{0,2000}\](?:${target}(?:${title})?\s*\)|\[[^\]\n]{0,200}\])?`, 'g'), dropped('image text'))
    .replace(new RegExp(String.raw`(\[[^\]\n]{0,1000}\]${target})${title}\s*\)`, 'g'), (match: string, link: string) => {
      tally('link title', match.slice(link.length))
      return `${link})`
    })
}

function removeActiveUrls(text: string, tally: Tally): string {
  const active = /\b(?:java|vb|live)script:(?=\S)[^\s)>\]"']*|\bdata:(?:[\w.+-]+\/[\w.+-]+)?(?:;[\w.+=-]+)*,[^\s)>\]"']*/gi
  return count(text, active, 'active url', tally)
}

/**
 * Untrusted text for a comment or a pull request that the App writes: mentions nobody, links no issue, closes nothing, carries no HTML
 * and cannot open a code fence that swallows what follows. Looks the same to a reader.
 */
export function quoteForMarkdown(text: string): string {
  const gap = '\u200B'
  return text
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/(`{3,}|~{3,})/g, "'''")
    .replace(/!\[/g, '!\\[')
    .replace(/@(?=[A-Za-z0-9_-])/g, `@${gap}`)
    .replace(/#(?=\d)/g, `#${gap}`)
    .replace(/\bGH-(?=\d)/gi, (match) => match + gap)
    .replace(/\b(close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s)/gi, `$1${gap}`)
}
