import * as z from 'zod'

/** Advance, and an outline of the commands M, L, Q and Z in whole numbers; the baseline is 0 and y grows downwards. */
const lettersSchema = z.record(z.string(), z.tuple([z.number(), z.string()]))

const glyphFileSchema = z.object({
  /** Side of the square that outlines are drawn on. */
  square: z.number().positive(),
  fonts: z.object({ regular: lettersSchema, bold: lettersSchema }),
})
export type GlyphFile = z.infer<typeof glyphFileSchema>

export interface TextStyle {
  weight: keyof GlyphFile['fonts']
  /** Pixels of the square. */
  size: number
}

/** Points of closed lines, one after the other: x and y in turn. */
export type Outline = number[][]

/** No picture has room for more. */
const longestText = 500
/** Straight pieces of one curve: more are not seen at the sizes of a picture. */
const curvePieces = 4

function flattened(path: string, scale: number, left: number, baseline: number): Outline {
  const outline: Outline = []
  let line: number[] = []
  for (const [, command = '', numbers = ''] of path.matchAll(/([MLQZ])([-\d ]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0] = numbers.split(' ').map(Number)
    const x = (value: number) => left + value * scale
    const y = (value: number) => baseline + value * scale
    if (command === 'M') {
      line = [x(a), y(b)]
      outline.push(line)
    } else if (command === 'L') line.push(x(a), y(b))
    else if (command === 'Q') bend(line, x(a), y(b), x(c), y(d))
  }
  return outline
}

/** Adds a quadratic curve from the end of `line`. */
function bend(line: number[], controlX: number, controlY: number, endX: number, endY: number): void {
  const [startX = 0, startY = 0] = line.slice(-2)
  for (let piece = 1; piece <= curvePieces; piece += 1) {
    const t = piece / curvePieces
    const [from, over, to] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
    line.push(from * startX + over * controlX + to * endX, from * startY + over * controlY + to * endY)
  }
}

export type Letters = ReturnType<typeof createLetters>

/** Measures and outlines text. What the font lacks is written without its marks, or else left out. */
export function createLetters({ square, fonts }: GlyphFile) {
  const known = (text: string, weight: TextStyle['weight']) =>
    [...text.normalize('NFC')]
      .flatMap((character) => (character in fonts[weight] ? [character] : [...character.normalize('NFD')]))
      .filter((character) => character in fonts[weight])
  const widthOf = (text: string, { weight, size }: TextStyle): number =>
    known(text, weight).reduce((sum, character) => sum + ((fonts[weight][character]?.[0] ?? 0) * size) / square, 0)

  /** `text` up to `width` pixels, with an ellipsis where something is cut: between words where there are any. */
  const cut = (text: string, style: TextStyle, width: number): string => {
    let left = width - widthOf('…', style)
    if (widthOf(text, style) <= width) return text
    const letters = known(text, style.weight)
    const end = letters.findIndex((letter) => {
      left -= widthOf(letter, style)
      return left < 0
    })
    const kept = letters.slice(0, end).join('')
    const words = letters[end] === ' ' ? kept : kept.replace(/(\S)\s+\S*$/, '$1')
    return `${words.trimEnd().replace(/[,;:]$/, '')}…`
  }

  const isBlank = (text: string) => known(text, 'bold').join('').trim() === ''

  return {
    /** True when nothing of `text` would be seen. */
    isBlank,
    widthOf,

    /** Lines of at most `width` pixels; what goes beyond `lines` is cut. */
    wrap(text: string, style: TextStyle, width: number, lines: number): string[] {
      const words = text
        .slice(0, longestText)
        .split(/\s+/)
        .filter((word) => !isBlank(word))
      const wrapped: string[] = []
      while (words.length > 0 && wrapped.length < lines - 1) {
        let line = words.shift() ?? ''
        while (words[0] !== undefined && widthOf(`${line} ${words[0]}`, style) <= width) line += ` ${words.shift()}`
        wrapped.push(cut(line, style, width))
      }
      if (words.length > 0) wrapped.push(cut(words.join(' '), style, width))
      return wrapped
    },

    /** One outline for each letter of a line. */
    outlines(text: string, style: TextStyle, left: number, baseline: number): Outline[] {
      const scale = style.size / square
      let x = left
      return known(text, style.weight).map((character) => {
        const [advance, path] = fonts[style.weight][character] ?? [0, '']
        const outline = flattened(path, scale, x, baseline)
        x += advance * scale
        return outline
      })
    },
  }
}

/** Reads the letters once per isolate through `fetchAsset` (the ASSETS binding); null until the browser build is there. */
export function lettersFrom(fetchAsset: (path: string) => Promise<Response>): () => Promise<Letters | null> {
  let loaded: Letters | null = null
  const load = async () => {
    const response = await fetchAsset('/assets/glyphs.json')
    if (!response.ok) return null
    const file = glyphFileSchema.safeParse(await response.json())
    return file.success ? createLetters(file.data) : null
  }
  return async () => {
    loaded ??= await load().catch(() => null)
    return loaded
  }
}
