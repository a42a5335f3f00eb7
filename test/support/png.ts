import { deflateSync, inflateSync } from 'node:zlib'

/** A chunk of a PNG file (PNG specification, third edition, section 5.3). */
interface Chunk {
  type: string
  data: Buffer
}

const SIGNATURE_BYTES = 8

/** Colours a palette can hold, and how many of them are simply the most frequent ones. */
const COLOURS = 256
const FREQUENT = 160

/**
 * The same picture in fewer bytes, with a palette: screenshots of a page have few colours, and what is between them is
 * the edge of letters. For 8-bit RGB and RGBA, as screenshots are. @throws on others.
 */
export function shrinkPng(png: Buffer): Buffer {
  const chunks = chunksOf(png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!header || header[8] !== 8 || ![2, 6].includes(header[9] ?? 0) || header[12] !== 0)
    throw new Error('a PNG of another kind than screenshots are')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const depth = header[9] === 6 ? 4 : 3
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const pixels = unfilter(inflateSync(packed), { stride: width * depth, height, depth })
  const { palette, indexes } = withPalette(pixels, depth)
  // Each row begins with its filter; palettes are best without one (section 12.7).
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) indexes.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width)
  const next = Buffer.from(header)
  next[9] = 3
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk({ type: 'IHDR', data: next }),
    chunk({ type: 'PLTE', data: palette }),
    chunk({ type: 'IDAT', data: deflateSync(rows, { level: 9, memLevel: 9 }) }),
    chunk({ type: 'IEND', data: Buffer.alloc(0) }),
  ])
}

function withPalette(pixels: Buffer, depth: number): { palette: Buffer; indexes: Buffer } {
  const counts = new Map<number, number>()
  for (let at = 0; at < pixels.length; at += depth) {
    const colour = pixels.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const kept = chooseColours([...counts].sort(([, a], [, b]) => b - a))
  const palette = Buffer.alloc(kept.length * 3)
  for (const [index, colour] of kept.entries()) palette.writeUIntBE(colour, index * 3, 3)
  const known = new Map(kept.map((colour, index) => [colour, index]))
  const indexes = Buffer.alloc(pixels.length / depth)
  for (let at = 0, to = 0; at < pixels.length; at += depth, to++) {
    const colour = pixels.readUIntBE(at, 3)
    const index = known.get(colour) ?? nearest(kept, colour)
    known.set(colour, index)
    indexes[to] = index
  }
  return { palette, indexes }
}

/** The most frequent, then those that would be missed most: a small green dot is rare, and nothing else is green. */
function chooseColours(counts: [colour: number, count: number][]): number[] {
  const kept = counts.slice(0, FREQUENT).map(([colour]) => colour)
  const others = counts.slice(FREQUENT).map(([colour, count]) => {
    const away = Math.min(...kept.map((one) => distance(one, colour)))
    return { colour, count, away }
  })
  while (kept.length < COLOURS && others.length > 0) {
    const missed = others.reduce((a, b) => (b.away * b.count > a.away * a.count ? b : a))
    if (missed.away === 0) break
    kept.push(missed.colour)
    for (const one of others) one.away = Math.min(one.away, distance(one.colour, missed.colour))
  }
  return kept
}

/** The square of it, in RGB. */
function distance(a: number, b: number): number {
  const part = (shift: number): number => ((a >> shift) & 255) - ((b >> shift) & 255)
  return part(16) ** 2 + part(8) ** 2 + part(0) ** 2
}

function nearest(kept: readonly number[], colour: number): number {
  const distances = kept.map((one) => distance(one, colour))
  return distances.indexOf(Math.min(...distances))
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

export function chunk({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8 + body.length)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), 4 + body.length)
  return frame
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

/** Section 9.4: which of three neighbours is nearest to their plane. */
function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

const PREDICTORS: ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
]

function unfilter(raw: Buffer, size: { stride: number; height: number; depth: number }): Buffer {
  const { stride, height, depth } = size
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const predict = PREDICTORS[raw[y * (stride + 1)] ?? 0] ?? (() => 0)
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= depth ? (out[at - depth] ?? 0) : 0
      const up = y > 0 ? (out[at - stride] ?? 0) : 0
      const corner = x >= depth && y > 0 ? (out[at - stride - depth] ?? 0) : 0
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predict(left, up, corner)
    }
  }
  return out
}
