import { random } from '../random.ts'
import { jpeg } from './jpeg.ts'
import { png } from './png.ts'
import type { Rgb } from './png.ts'

const made = new Map<string, Buffer>()

/** Pictures are few and asked for often, and a pixel at a time is slow: each is made once. */
function once(key: string, make: () => Buffer): Buffer {
  const known = made.get(key)
  if (known) return known
  const picture = make()
  made.set(key, picture)
  return picture
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  Math.round(from[0] + (to[0] - from[0]) * share),
  Math.round(from[1] + (to[1] - from[1]) * share),
  Math.round(from[2] + (to[2] - from[2]) * share),
]

const palettes: readonly (readonly [Rgb, Rgb, Rgb])[] = [
  [
    [250, 214, 165],
    [92, 119, 148],
    [38, 52, 69],
  ],
  [
    [205, 228, 240],
    [98, 140, 120],
    [44, 70, 58],
  ],
  [
    [244, 187, 175],
    [120, 96, 140],
    [48, 40, 70],
  ],
  [
    [226, 232, 236],
    [150, 160, 168],
    [70, 78, 86],
  ],
  [
    [255, 236, 190],
    [214, 140, 90],
    [104, 62, 44],
  ],
]

function landscape(seed: number, width: number, height: number) {
  const rng = random('landscape', seed)
  const [sky, ridge, ground] = rng.pick(palettes)
  const [a, b, c] = [rng.int(20, 60), rng.int(10, 30), rng.int(0, 100)]
  const horizon = height * 0.55
  return (x: number, y: number): Rgb => {
    const far = horizon - 18 + Math.sin((x + c) / a) * 14 + Math.sin(x / b) * 5
    const near = horizon + 14 + Math.sin((x - c) / (a * 1.7)) * 10
    if (y < far) return mix(sky, ridge, (y / horizon) * 0.45)
    if (y < near) return mix(ridge, ground, 0.25)
    return mix(ground, ridge, Math.min(0.6, (y - near) / height))
  }
}

/** A picture of hills at dusk or so, as a photograph sent inline. */
export function photoPng(seed: number, width = 320, height = 200): Buffer {
  return once(`png ${seed} ${width} ${height}`, () =>
    png({ width, height, pixel: landscape(seed, width, height) }),
  )
}

/** The same, coarse, as JPEG. */
export function photoJpeg(seed: number, width = 960, height = 640): Buffer {
  return once(`jpeg ${seed} ${width} ${height}`, () => {
    const pixel = landscape(seed, width / 4, height / 4)
    return jpeg({ width, height, pixel: (x, y) => pixel(x / 4, y / 4) })
  })
}

/** A bar chart on white. */
export function chartPng(values: number[]): Buffer {
  const [width, height, gap] = [360, 180, 8]
  const bar = Math.floor((width - 24) / values.length)
  const top = Math.max(...values)
  return png({
    width,
    height,
    pixel: (x, y) => {
      const column = Math.floor((x - 12) / bar)
      const value = values[column]
      if (y === height - 12) return [120, 128, 140]
      if (x < 12 || value === undefined || (x - 12) % bar < gap || y > height - 12) return [255, 255, 255]
      const filled = y > height - 12 - (value / top) * (height - 30)
      if (filled) return column === values.indexOf(top) ? [32, 96, 176] : [140, 172, 214]
      return (height - 12 - y) % 38 === 0 ? [232, 235, 239] : [255, 255, 255]
    },
  })
}

/** A round mark with a stripe, in one colour, for signatures. */
export function logoPng(seed: number): Buffer {
  return once(`logo ${seed}`, () => drawLogo(seed))
}

function drawLogo(seed: number): Buffer {
  const rng = random('logo', seed)
  const colour: Rgb = [rng.int(20, 120), rng.int(40, 120), rng.int(60, 160)]
  const size = 64
  return png({
    width: size,
    height: size,
    pixel: (x, y) => {
      const distance = Math.hypot(x - 31.5, y - 31.5)
      if (distance > 30) return [255, 255, 255]
      return Math.abs(x - y) < 7 && distance < 24 ? [255, 255, 255] : colour
    },
  })
}

/** A section through a footbridge, as SVG. */
export function bridgeSvg(): Buffer {
  return Buffer.from(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="320" height="120">',
      '<rect width="320" height="120" fill="#f7f9fb"/>',
      '<path d="M10 90 Q160 20 310 90" fill="none" stroke="#2560a8" stroke-width="5"/>',
      '<path d="M10 90H310" stroke="#333" stroke-width="3"/>',
      ...[50, 90, 130, 170, 210, 250].map(
        (x) => `<path d="M${x} 90V${90 - (45 * x * (320 - x)) / 25600}" stroke="#888"/>`,
      ),
      '<text x="160" y="112" font-size="11" text-anchor="middle" fill="#333">span 31.40 m</text>',
      '</svg>',
    ].join('\r\n'),
  )
}
