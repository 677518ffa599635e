/** Notes what a cleaning step takes out: its kind and, where a person may see it, the text itself. */
export type Tally = (what: string, text?: string) => void

const namedEntities: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  num: '#',
  colon: ':',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  excl: '!',
  commat: '@',
  grave: '`',
  lbrace: '{',
  rbrace: '}',
  dollar: '$',
  sol: '/',
  bsol: '\\',
  equals: '=',
  semi: ';',
  newline: '\n',
  tab: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  lrm: '',
  rlm: '',
  amp: '&',
}

function fromCodePoint(code: number): string {
  return Number.isInteger(code) && code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
}

/** Decodes numeric and the dangerous named entities, however often their ampersand is itself encoded. */
export function decodeEntities(text: string): string {
  const entity = /&(?:amp;|#0*38;|#x0*26;)*(?:#x([0-9a-f]{1,8});|#([0-9]{1,9});|([a-z]{2,8});)/gi
  return text.replace(entity, (match: string, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return fromCodePoint(Number.parseInt(decimal, 10))
    return name === undefined ? match : (namedEntities[name.toLowerCase()] ?? match)
  })
}

const harmlessTags = new Set(
  'b i em strong code pre p br hr ul ol li kbd sub sup details summary h1 h2 h3 h4 h5 h6 table thead tbody tr td th blockquote del ins s dl dt dd'.split(
    ' ',
  ),
)
const otherHtmlTags = new Set(
  (
    'a abbr address area article aside audio base bdi bdo body button canvas caption center cite col colgroup data datalist dfn dialog div embed ' +
    'fieldset figcaption figure font footer form frame frameset head header hgroup html iframe img input label legend link main map mark marquee ' +
    'math menu meta meter nav noembed noframes noscript object optgroup option output param picture plaintext portal progress q rp rt ruby samp ' +
    'script search section select slot small source span style svg template textarea time title track u var video wbr xmp image'
  ).split(' '),
)

/** Removes comments (an unterminated one to the end of the text, as a browser does), declarations and processing instructions. */
export function removeHtmlComments(text: string, tally: Tally): string {
  return text
    .replace(/<!--(?:-?>|[\s\S]*?(?:--!?>|$))/g, (match) => {
      tally('html comment', match)
      return ''
    })
    .replace(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<![A-Za-z][^>]*(?:>|$)/g, (match) => {
      tally('html comment', match)
      return ''
    })
}

/**
 * Removes HTML tags: harmless ones lose their attributes, the content of scripts and styles goes with them, other HTML elements go.
 * A bare unknown word in angle brackets (`<namespace>`) is a placeholder and stays.
 */
export function removeHtmlTags(text: string, tally: Tally): string {
  const withoutScripts = text.replace(/<(script|style|template|noscript|iframe|svg)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, (match) => {
    tally('html tag', match)
    return ''
  })
  return withoutScripts.replace(
    /<(\/?)([A-Za-z][\w:-]*)((?:\s|\/)[^<>]*)?(>|$)/g,
    (match: string, slash: string, name: string, rest?: string, end?: string) => {
      const tag = name.toLowerCase()
      const attributes = (rest ?? '').replace(/\//g, '').trim()
      if (harmlessTags.has(tag)) {
        if (attributes === '' && end === '>') return match
        tally('hidden attribute', match)
        return `<${slash}${tag}>`
      }
      if (!otherHtmlTags.has(tag) && attributes === '') return match
      tally('html tag', match)
      return ''
    },
  )
}
