import { createCipheriv } from 'node:crypto'

/** A seeded source of choices. The same seed gives the same choices on every machine. */
export type Random = {
  /** In [0, 1). */
  next: () => number
  /** An integer in [min, max], both included. */
  int: (min: number, max: number) => number
  pick: <T>(items: readonly T[]) => T
  chance: (probability: number) => boolean
  /** `count` different items, in their original order of drawing. */
  sample: <T>(items: readonly T[], count: number) => T[]
  /** Lower-case hexadecimal digits. */
  hex: (digits: number) => string
}

/** Mixes numbers and strings into one 32-bit seed (FNV-1a), so that each message has a stream of its own. */
export function seedOf(...parts: (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of parts.join('\u0001')) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  }
  return hash >>> 0
}

/** mulberry32: 32 bits of state, enough for sample mail and cheap to start, which matters with one per message. */
export function random(...seed: (string | number)[]): Random {
  let state = seedOf(...seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('Nothing to pick from')
    return items[int(0, items.length - 1)]!
  }
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    sample: (items, count) => {
      const rest = [...items]
      const drawn = []
      while (drawn.length < count && rest.length > 0) drawn.push(rest.splice(int(0, rest.length - 1), 1)[0]!)
      return drawn
    },
    hex: (digits) => {
      let text = ''
      while (text.length < digits) text += Math.floor(next() * 16).toString(16)
      return text
    },
  }
}

/** Incompressible bytes for large attachments: a cipher's key stream, since a generator in JavaScript takes 100 times longer. */
export function noise(seed: number, octets: number): Buffer {
  const key = Buffer.alloc(16)
  key.writeUInt32BE(seed >>> 0)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(octets))
}
