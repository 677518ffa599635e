import { gradeOf } from '../domain/score-grade.ts'
import { type Canvas, createCanvas } from './canvas.ts'
import type { Letters, TextStyle } from './letters.ts'
import { png } from './png.ts'
import { arc, box, disc } from './shapes.ts'

/** What a preview says. */
export interface Preview {
  title: string
  /** Shown when the letters of the title are not known; letters, digits and hyphens. */
  slug: string
  /** Empty for none. */
  description: string
  /** Short facts, left to right; those that have no room are left out. */
  facts: string[]
  /** 0–100; null for none. */
  score: number | null
}

/** The size that link previews are shown at. */
const size = { width: 1200, height: 630 }
const margin = 84
const paper = [252, 251, 248] as const
const inks = {
  ink: [27, 38, 44],
  muted: [86, 97, 105],
  line: [222, 219, 210],
  teal: [15, 114, 119],
  green: [26, 118, 66],
  amber: [150, 97, 8],
  red: [178, 52, 43],
} as const
type Ink = keyof typeof inks
type Sheet = Canvas<Ink>

const siteName = 'CodeCollection Registry'
const brand: TextStyle = { weight: 'bold', size: 30 }
const body: TextStyle = { weight: 'regular', size: 32 }
const fact: TextStyle = { weight: 'regular', size: 29 }
/** A longer title is written smaller. */
const titles: readonly TextStyle[] = [
  { weight: 'bold', size: 80 },
  { weight: 'bold', size: 64 },
]

interface Place {
  x: number
  baseline: number
  style: TextStyle
  ink: Ink
}

function write(sheet: Sheet, letters: Letters, text: string, { x, baseline, style, ink }: Place): void {
  for (const outline of letters.outlines(text, style, x, baseline)) sheet.fill(outline, ink)
}

/** The mark of the site with its name: a filled point, a line, an open point. */
function head(sheet: Sheet, letters: Letters): void {
  const y = 96
  sheet.fill(disc(margin + 11, y, 11), 'teal')
  sheet.fill(box(margin + 11, y - 4, 36, 8), 'teal')
  sheet.fill(arc({ x: margin + 55, y, radius: 13, thickness: 7, from: 0, to: 1 }), 'teal')
  write(sheet, letters, siteName, { x: margin + 86, baseline: y + 11, style: brand, ink: 'muted' })
}

const scoreInks = { good: 'green', fair: 'amber', poor: 'red' } as const

const ring = { x: size.width - margin - 62, y: 500, radius: 62, thickness: 11 }

function scoreRing(sheet: Sheet, letters: Letters, score: number): void {
  const part = Math.min(Math.max(score / 100, 0), 1)
  sheet.fill(arc({ ...ring, from: part, to: 1 }), 'line')
  sheet.fill(arc({ ...ring, from: 0, to: part }), scoreInks[gradeOf(score)])
  const [number, style] = [String(Math.round(score)), { weight: 'bold', size: 46 } as const]
  write(sheet, letters, number, { x: ring.x - letters.widthOf(number, style) / 2, baseline: ring.y + 17, style, ink: 'ink' })
}

function titleOf(letters: Letters, text: string, width: number): { style: TextStyle; lines: string[] } {
  const [large, small] = titles as [TextStyle, TextStyle]
  const lines = letters.wrap(text, large, width, 3)
  return lines.length < 3 ? { style: large, lines } : { style: small, lines: letters.wrap(text, small, width, 3) }
}

/** Facts with a point between them, as many as fit. */
function foot(sheet: Sheet, letters: Letters, facts: readonly string[], width: number): void {
  const baseline = 558
  const gap = 26
  let x = margin
  for (const text of facts) {
    const needed = letters.widthOf(text, fact)
    if (x + needed > margin + width) return
    if (x > margin) sheet.fill(disc(x - gap / 2, baseline - 10, 3.5), 'line')
    write(sheet, letters, text, { x, baseline, style: fact, ink: 'teal' })
    x += needed + gap
  }
}

/** Draws a preview and returns it as a PNG. */
export async function drawPreview(letters: Letters, preview: Preview): Promise<Uint8Array<ArrayBuffer>> {
  const sheet = createCanvas({ ...size, paper }, inks)
  const width = size.width - 2 * margin
  sheet.fill(box(0, 0, 14, size.height), 'teal')
  head(sheet, letters)
  const { style, lines } = titleOf(letters, letters.isBlank(preview.title) ? preview.slug : preview.title, width)
  const step = style.size * 1.16
  const top = 222
  for (const [index, line] of lines.entries()) {
    write(sheet, letters, line, { x: margin, baseline: top + index * step, style, ink: 'ink' })
  }
  const textTop = top + (lines.length - 1) * step + 66
  const beside = preview.score === null ? width : width - 2 * ring.radius - 48
  const room = Math.max(0, Math.floor((500 - textTop) / 44) + 1)
  const text = room === 0 ? [] : letters.wrap(preview.description, body, beside, Math.min(room, 3))
  for (const [index, line] of text.entries()) {
    write(sheet, letters, line, { x: margin, baseline: textTop + index * 44, style: body, ink: 'muted' })
  }
  foot(sheet, letters, preview.facts, beside)
  if (preview.score !== null) scoreRing(sheet, letters, preview.score)
  return png(sheet)
}
