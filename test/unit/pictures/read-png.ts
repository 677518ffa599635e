import { crc32, inflateSync } from 'node:zlib'

export interface ReadPng {
  width: number
  height: number
  /** Red, green and blue of a pixel. */
  at(x: number, y: number): [number, number, number]
  /** How many pixels of a rectangle differ from `colour`. */
  unlike(colour: readonly number[], area: { x: number; y: number; width: number; height: number }): number
}

/** Reads a PNG of 8-bit palette pixels without row filters, as it is written here; throws on a wrong checksum or length. */
export function readPng(bytes: Uint8Array): ReadPng {
  const file = Buffer.from(bytes)
  if (file.subarray(0, 8).toString('latin1') !== '\u0089PNG\r\n\u001a\n') throw new Error('no PNG')
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== file.readUInt32BE(at + 8 + length)) throw new Error(`checksum of ${type}`)
    chunks.set(type, file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const [header, palette, data, end] = ['IHDR', 'PLTE', 'IDAT', 'IEND'].map((type) => chunks.get(type))
  if (!header || !palette || !data || !end) throw new Error('a part is missing')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const rows = inflateSync(data)
  if (rows.length !== (width + 1) * height) throw new Error('wrong length')
  const at = (x: number, y: number): [number, number, number] => {
    const place = (rows[y * (width + 1) + 1 + x] ?? 0) * 3
    if (place + 2 >= palette.length) throw new Error('a pixel outside the palette')
    return [palette[place] ?? 0, palette[place + 1] ?? 0, palette[place + 2] ?? 0]
  }
  return {
    width,
    height,
    at,
    unlike(colour, area) {
      let count = 0
      for (let y = area.y; y < area.y + area.height; y += 1) {
        for (let x = area.x; x < area.x + area.width; x += 1) if (at(x, y).join() !== colour.join()) count += 1
      }
      return count
    },
  }
}
