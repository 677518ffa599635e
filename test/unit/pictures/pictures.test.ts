import { describe, expect, it } from 'vitest'
import { glyphFile } from '../../../web/glyphs-plugin.ts'
import { createCanvas } from '../../../worker/pictures/canvas.ts'
import { createLetters, lettersFrom } from '../../../worker/pictures/letters.ts'
import { png } from '../../../worker/pictures/png.ts'
import { drawPreview, type Preview } from '../../../worker/pictures/preview.ts'
import { arc, box, disc } from '../../../worker/pictures/shapes.ts'
import { readPng } from './read-png.ts'

const file = glyphFile()
const letters = await lettersFrom(async () => Response.json(file))().then((made) => {
  if (made === null) throw new Error('the letters of the build were not understood')
  return made
})
const style = { weight: 'bold', size: 40 } as const
const white = [255, 255, 255] as const
const inks = { black: [0, 0, 0], red: [255, 0, 0] } as const

async function drawn(draw: (sheet: ReturnType<typeof createCanvas<keyof typeof inks>>) => void) {
  const sheet = createCanvas({ width: 40, height: 30, paper: white }, inks)
  draw(sheet)
  return readPng(await png(sheet))
}

describe('a canvas', () => {
  it('fills the inside of an outline and nothing else', async () => {
    const picture = await drawn((sheet) => sheet.fill(box(10, 5, 20, 10), 'red'))
    expect(picture).toMatchObject({ width: 40, height: 30 })
    expect(picture.unlike(inks.red, { x: 10, y: 5, width: 20, height: 10 })).toBe(0)
    expect(picture.unlike(white, { x: 0, y: 0, width: 40, height: 30 })).toBe(200)
  })

  it('mixes ink and paper where an edge crosses a pixel', async () => {
    const picture = await drawn((sheet) => sheet.fill(box(10.5, 5, 10, 10), 'black'))
    const [grey] = picture.at(10, 8)
    expect(grey).toBeGreaterThan(100)
    expect(grey).toBeLessThan(155)
  })

  it('leaves the hole of a ring empty', async () => {
    const picture = await drawn((sheet) => sheet.fill(arc({ x: 20, y: 15, radius: 12, thickness: 4, from: 0, to: 1 }), 'black'))
    expect(picture.at(20, 15)).toEqual([...white])
    expect(picture.at(20, 5)).toEqual([0, 0, 0])
    expect(picture.at(30, 15)).toEqual([0, 0, 0])
  })

  it('cuts off what lies outside, and draws nothing of an empty outline', async () => {
    const picture = await drawn((sheet) => {
      sheet.fill(disc(0, 0, 500), 'red')
      sheet.fill([], 'black')
      sheet.fill(box(-50, -50, 10, 10), 'black')
    })
    expect(picture.unlike(inks.red, { x: 0, y: 0, width: 40, height: 30 })).toBe(0)
  })
})

describe('letters', () => {
  it('are those of Basic Latin and Latin-1, in both weights', () => {
    for (const font of Object.values(file.fonts)) {
      for (const letter of 'AZaz09$~ÄÖÜäöüßéñ—…') expect(font).toHaveProperty([letter])
    }
  })

  it('wrap between words, and end in an ellipsis where lines are wanting', () => {
    expect(letters.wrap('one two three', style, 10_000, 2)).toEqual(['one two three'])
    const lines = letters.wrap('one two three four five six seven eight', style, 200, 2)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/^[a-z ]*[a-z]…$/)
    for (const line of lines) expect(letters.widthOf(line, style)).toBeLessThanOrEqual(200)
  })

  it('cut a word that is wider than the line', () => {
    const [line = ''] = letters.wrap('x'.repeat(10_000), style, 300, 1)
    expect(line).toMatch(/^x+…$/)
    expect(letters.widthOf(line, style)).toBeLessThanOrEqual(300)
  })

  it('write what the font lacks without its marks, or not at all', () => {
    expect(letters.widthOf('ẽ', style)).toBe(letters.widthOf('e', style))
    expect(letters.widthOf('日本', style)).toBe(0)
    expect(letters.isBlank('日本 🎉')).toBe(true)
  })

  it('are asked for again after they could not be read', async () => {
    const answers = [new Response('', { status: 404 }), new Response('[]'), Response.json(file)]
    const read = lettersFrom(async () => answers.shift() ?? new Response('', { status: 500 }))
    expect([await read(), await read()]).toEqual([null, null])
    expect(await read()).not.toBeNull()
    expect(await read()).not.toBeNull()
  })
})

describe('a preview', () => {
  const preview: Preview = {
    title: 'Pod Health',
    slug: 'k8s-pod-health',
    description: 'Looks at pods.',
    facts: ['care', 'Kubernetes'],
    score: 87,
  }
  const paper = [252, 251, 248]
  const titleArea = { x: 84, y: 150, width: 1000, height: 90 }
  const ringArea = { x: 990, y: 430, width: 130, height: 140 }

  it('is 1200 by 630 pixels, with its title and its score', async () => {
    const bytes = await drawPreview(letters, preview)
    const picture = readPng(bytes)
    expect([picture.width, picture.height]).toEqual([1200, 630])
    expect(picture.unlike(paper, titleArea)).toBeGreaterThan(3_000)
    expect(picture.unlike(paper, ringArea)).toBeGreaterThan(2_000)
    expect(bytes.byteLength).toBeLessThan(100_000)
  })

  it('has no ring before the first assessment', async () => {
    expect(readPng(await drawPreview(letters, { ...preview, score: null })).unlike(paper, ringArea)).toBe(0)
  })

  it('shows the slug for a title that it has no letters for', async () => {
    const [other, slug] = await Promise.all([
      drawPreview(letters, { ...preview, title: '日本語' }),
      drawPreview(letters, { ...preview, title: 'k8s-pod-health' }),
    ])
    expect(other).toEqual(slug)
  })

  it('stays inside the sheet whatever the texts are', async () => {
    const long = { title: 'W'.repeat(5_000), slug: 'x', description: 'many words '.repeat(1_000), facts: ['x'.repeat(900)], score: 100 }
    const picture = readPng(await drawPreview(letters, long))
    expect(picture.unlike(paper, { x: 1120, y: 0, width: 80, height: 630 })).toBe(0)
  })
})

it('has letters of its own for a file of its own', () => {
  const tiny = createLetters({ square: 10, fonts: { regular: {}, bold: { a: [5, 'M0 0L5 0L5 -5Z'] } } })
  expect(tiny.widthOf('aaa', { weight: 'bold', size: 20 })).toBe(30)
  expect(tiny.outlines('a', { weight: 'bold', size: 20 }, 100, 50)).toEqual([[[100, 50, 110, 50, 110, 40]]])
})
