import type { PngOptions } from './png.ts'

/**
 * A baseline JPEG (ITU T.81) in flat blocks of 8 by 8: only DC coefficients, so no transform is needed and the file is
 * still one that any decoder shows. Colours are asked for once per block, at its corner.
 */
export function jpeg({ width, height, pixel }: PngOptions): Buffer {
  const writer = bitWriter()
  const last = [0, 0, 0]
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      const [red, green, blue] = pixel(x, y)
      const components = [
        0.299 * red + 0.587 * green + 0.114 * blue - 128,
        -0.1687 * red - 0.3313 * green + 0.5 * blue,
        0.5 * red - 0.4187 * green - 0.0813 * blue,
      ]
      components.forEach((value, component) => {
        const level = Math.max(-127, Math.min(127, Math.round(value)))
        writer.difference(level - last[component]!)
        last[component] = level
      })
    }
  }
  return Buffer.concat([Buffer.from(tables(width, height)), writer.end(), Buffer.from([0xff, 0xd9])])
}

/** Codes of the luminance DC table in T.81 annex K.3: one for each number of bits from 0 to 11. */
const DC_CODES = [
  '00',
  '010',
  '011',
  '100',
  '101',
  '110',
  '1110',
  '11110',
  '111110',
  '1111110',
  '11111110',
  '111111110',
]
/** How many DC codes there are of each length from 1 to 16 bits. */
const DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
/** The AC table holds one code, "end of block". */
const AC_LENGTHS = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

function segment(marker: number, data: number[]): number[] {
  return [0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff, ...data]
}

function tables(width: number, height: number): number[] {
  const jfif = [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
  // A DC coefficient is 8 times the mean of its block; dividing by 8 leaves the mean itself.
  const quantization = [0, ...new Array<number>(64).fill(8)]
  const frame = [
    8,
    height >> 8,
    height & 0xff,
    width >> 8,
    width & 0xff,
    3,
    1,
    0x11,
    0,
    2,
    0x11,
    0,
    3,
    0x11,
    0,
  ]
  return [
    ...[0xff, 0xd8],
    ...segment(0xe0, jfif),
    ...segment(0xdb, quantization),
    ...segment(0xc0, frame),
    ...segment(0xc4, [0x00, ...DC_LENGTHS, ...DC_CODES.keys()]),
    ...segment(0xc4, [0x10, ...AC_LENGTHS, 0x00]),
    ...segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
  ]
}

function bitWriter() {
  const bytes: number[] = []
  let current = 0
  let filled = 0
  const put = (bits: string) => {
    for (const bit of bits) {
      current = (current << 1) | (bit === '1' ? 1 : 0)
      if (++filled < 8) continue
      bytes.push(current)
      // A 0xFF in the data is followed by a zero, so that it does not read as a marker.
      if (current === 0xff) bytes.push(0)
      current = 0
      filled = 0
    }
  }
  return {
    /** One block: the change of its level since the last, then "end of block". */
    difference: (change: number) => {
      const size = change === 0 ? 0 : Math.floor(Math.log2(Math.abs(change))) + 1
      put(DC_CODES[size]!)
      const value = change < 0 ? change + (1 << size) - 1 : change
      if (size > 0) put(value.toString(2).padStart(size, '0'))
      put('0')
    },
    end: () => {
      while (filled !== 0) put('1')
      return Buffer.from(bytes)
    },
  }
}
