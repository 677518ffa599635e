import type { Outline } from './letters.ts'

/** Colours by name, as red, green and blue (0–255). */
export type Inks<Name extends string> = Record<Name, readonly [number, number, number]>

export interface Canvas<Name extends string> {
  width: number
  height: number
  /** One byte a pixel: its place in `palette`. */
  pixels: Uint8Array<ArrayBuffer>
  /** Red, green and blue of each place. */
  palette: Uint8Array<ArrayBuffer>
  fill(outline: Outline, ink: Name): void
}

/** Steps from the paper to full ink: edges are smooth with so many, and eight inks fit a palette of 256. */
const levels = 31
/** Lines looked at within one pixel row. */
const lines = 4

function paletteOf(paper: readonly number[], inks: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const mixed = inks.flatMap((ink) =>
    Array.from({ length: levels }, (_, index) => paper.map((value, part) => value + (((ink[part] ?? 0) - value) * (index + 1)) / levels)),
  )
  return Uint8Array.from([paper, ...mixed].flat().map(Math.round))
}

interface Edge {
  x: number
  top: number
  bottom: number
  /** Change of x with y. */
  slope: number
  /** 1 downwards, -1 upwards. */
  turn: number
}

function edgesOf(outline: Outline): Edge[] {
  return outline.flatMap((line) => {
    const edges: Edge[] = []
    for (let at = 0; at < line.length; at += 2) {
      const [x0 = 0, y0 = 0] = [line[at], line[at + 1]]
      const next = (at + 2) % line.length
      const [x1 = 0, y1 = 0] = [line[next], line[next + 1]]
      if (y0 === y1) continue
      const slope = (x1 - x0) / (y1 - y0)
      edges.push(y0 < y1 ? { x: x0, top: y0, bottom: y1, slope, turn: 1 } : { x: x1, top: y1, bottom: y0, slope, turn: -1 })
    }
    return edges
  })
}

/** The columns that the edges may touch. */
function sides(edges: readonly Edge[], width: number): [left: number, right: number] {
  const ends = edges.flatMap(({ x, top, bottom, slope }) => [x, x + (bottom - top) * slope])
  return [Math.max(0, Math.floor(Math.min(...ends))), Math.min(width, Math.ceil(Math.max(...ends)) + 1)]
}

/** Adds the part of each pixel that lies between two places of a line. */
function addSpan(row: Float32Array, from: number, to: number): void {
  const [left, right] = [Math.max(from, 0), Math.min(to, row.length)]
  for (let x = Math.floor(left); x < right; x += 1) {
    row[x] = (row[x] ?? 0) + (Math.min(right, x + 1) - Math.max(left, x)) / lines
  }
}

/** Adds what is inside the edges at the height `y`: where the turns so far do not cancel out. */
function addLine(row: Float32Array, edges: readonly Edge[], y: number): void {
  const crossings = edges
    .filter(({ top, bottom }) => top <= y && y < bottom)
    .map(({ x, top, slope, turn }) => ({ x: x + (y - top) * slope, turn }))
    .sort((a, b) => a.x - b.x)
  let winding = 0
  for (const [index, { x, turn }] of crossings.entries()) {
    winding += turn
    const next = crossings[index + 1]
    if (winding !== 0 && next !== undefined) addSpan(row, x, next.x)
  }
}

/** An empty picture of `paper`, on which smooth outlines can be filled with one of at most eight inks. */
export function createCanvas<Name extends string>(
  { width, height, paper }: { width: number; height: number; paper: readonly [number, number, number] },
  inks: Inks<Name>,
): Canvas<Name> {
  const names = Object.keys(inks)
  const pixels = new Uint8Array(width * height)
  const row = new Float32Array(width)
  return {
    width,
    height,
    pixels,
    palette: paletteOf(paper, Object.values(inks)),
    fill(outline, ink) {
      const edges = edgesOf(outline)
      const first = Math.max(0, Math.floor(Math.min(...edges.map(({ top }) => top))))
      const last = Math.min(height, Math.ceil(Math.max(...edges.map(({ bottom }) => bottom))))
      const [left, right] = sides(edges, width)
      const base = names.indexOf(ink) * levels
      for (let y = first; y < last; y += 1) {
        row.fill(0, left, right)
        const near = edges.filter(({ top, bottom }) => top < y + 1 && bottom > y)
        for (let line = 0; line < lines; line += 1) addLine(row, near, y + (line + 0.5) / lines)
        for (let x = left; x < right; x += 1) {
          const level = Math.round(Math.min(row[x] ?? 0, 1) * levels)
          if (level > 0) pixels[y * width + x] = base + level
        }
      }
    },
  }
}
