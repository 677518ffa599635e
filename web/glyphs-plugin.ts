import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Font, type PathCommand, parse } from 'opentype.js'
import type { Plugin } from 'vite'

/** Weights of the font Inter that pictures are drawn with. */
const weights = { regular: 400, bold: 700 }
/** Outlines are whole numbers on a square of this size: fine enough for letters of 80 pixels. */
const square = 500

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index))
}

/** Basic Latin, Latin-1 and the marks that prose uses. */
const characters = [...range(0x20, 0x7e), ...range(0xa0, 0xff), ...'–—‘’“”•…€']

function outline(commands: readonly PathCommand[]): string {
  const at = (x: number, y: number) => `${Math.round(x)} ${Math.round(y)}`
  const step = (command: PathCommand) => {
    if (command.type === 'Z') return 'Z'
    if (command.type === 'Q') return `Q${at(command.x1, command.y1)} ${at(command.x, command.y)}`
    if (command.type === 'C') throw new Error('the font has cubic outlines, which pictures do not draw')
    return `${command.type}${at(command.x, command.y)}`
  }
  return commands.map(step).join('')
}

/** Advance and outline of a character; null for one that the font lacks. */
function glyphOf(font: Font, character: string): [advance: number, outline: string] | null {
  const glyph = font.charToGlyph(character)
  if (glyph.index === 0) return null
  return [Math.round(((glyph.advanceWidth ?? 0) * square) / font.unitsPerEm), outline(glyph.getPath(0, 0, square).commands)]
}

function lettersOf(file: string) {
  const bytes = new Uint8Array(readFileSync(file))
  const font = parse(bytes.buffer)
  return Object.fromEntries(
    characters.flatMap((character) => {
      const glyph = glyphOf(font, character)
      return glyph === null ? [] : [[character, glyph]]
    }),
  )
}

const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/inter/package.json'))

/** The letters in the form that worker/pictures/letters.ts reads. */
export function glyphFile(): { square: number; fonts: Record<string, Record<string, [number, string]>> } {
  const fonts = Object.entries(weights).map(([name, weight]) => [name, lettersOf(join(folder, `files/inter-latin-${weight}-normal.woff`))])
  return { square, fonts: Object.fromEntries(fonts) }
}

/** Writes `assets/glyphs.json` for the Worker's pictures, and the licence of the font beside it. */
export function glyphs(): Plugin {
  return {
    name: 'glyphs',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'assets/glyphs.json', source: JSON.stringify(glyphFile()) })
      this.emitFile({ type: 'asset', fileName: 'assets/glyphs-licence.txt', source: readFileSync(join(folder, 'LICENSE')) })
    },
  }
}
