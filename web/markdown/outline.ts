import { lexer, type Token, type Tokens } from 'marked'
import { decodeEntities } from './entities.ts'

/** Longest text read; the runner cuts at the same length, and a longer one is not worth a page. */
const maxChars = 256 * 1024
/** Headings of a table of contents; a text with more is no text. */
const maxHeadings = 200

export interface Heading {
  /** 1 to 6, as written. */
  depth: number
  text: string
  /** Anchor in the page. */
  id: string
}

export interface ParsedMarkdown {
  /** Null where the text is shown as it is written. */
  tokens: Token[] | null
  text: string
  headings: Heading[]
  /** Was longer than what is shown. */
  cut: boolean
}

/** A line that opens this many quotes and lists at once: the parser recurses into each, and a text made of them overflows the stack. */
const tooDeep = /^[ \t]*(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+){24}/m

/** The words of inline tokens. */
function plainText(tokens: Token[] | undefined, fallback: string): string {
  if (tokens === undefined) return decodeEntities(fallback)
  return tokens
    .map((token) => {
      if (token.type === 'html') return ''
      return plainText('tokens' in token ? token.tokens : undefined, 'text' in token ? String(token.text) : '')
    })
    .join('')
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-')
}

function headingsOf(tokens: Token[]): Heading[] {
  const seen = new Map<string, number>()
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading')
  return headings.slice(0, maxHeadings).map((token) => {
    const text = plainText(token.tokens, token.text).trim()
    const base = slug(text) || 'section'
    const times = seen.get(base) ?? 0
    seen.set(base, times + 1)
    return { depth: token.depth, text, id: `readme-${times === 0 ? base : `${base}-${times}`}` }
  })
}

/** Reads a Markdown text. A first-level heading that begins it goes: the page has its own title. */
export function parseMarkdown(text: string): ParsedMarkdown {
  const shown = text.slice(0, maxChars)
  const cut = text.length > maxChars
  if (tooDeep.test(shown)) return { tokens: null, text: shown, headings: [], cut }
  const all = lexer(shown)
  const first = all.findIndex((token) => token.type !== 'space' && token.type !== 'html')
  const isTitle = (token: Token | undefined) => token?.type === 'heading' && (token as Tokens.Heading).depth === 1
  const tokens = isTitle(all[first]) ? all.filter((_, index) => index !== first) : all
  return { tokens, text: shown, headings: headingsOf(tokens), cut }
}
