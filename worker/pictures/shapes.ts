import type { Outline } from './letters.ts'

/** Straight pieces of a whole circle. */
const circlePieces = 96

export function box(left: number, top: number, width: number, height: number): Outline {
  return [[left, top, left + width, top, left + width, top + height, left, top + height]]
}

interface Arc {
  x: number
  y: number
  /** Of the outer edge. */
  radius: number
  thickness: number
  /** Parts of a whole turn, clockwise from the top. */
  from: number
  to: number
}

function along({ x, y, from, to }: Arc, radius: number): [number, number][] {
  const pieces = Math.max(2, Math.ceil((to - from) * circlePieces))
  return Array.from({ length: pieces + 1 }, (_, piece) => {
    const angle = (from + ((to - from) * piece) / pieces) * 2 * Math.PI
    return [x + radius * Math.sin(angle), y - radius * Math.cos(angle)]
  })
}

/** A part of a ring. */
export function arc(shape: Arc): Outline {
  const inner = shape.radius - shape.thickness
  return [[...along(shape, shape.radius), ...along(shape, inner).reverse()].flat()]
}

export function disc(x: number, y: number, radius: number): Outline {
  return [along({ x, y, radius, thickness: radius, from: 0, to: 1 }, radius).flat()]
}
