/** Sets of numbers as ranges: ascending, disjoint, ends included. A hundred thousand neighbours cost one of them. Pure. */
export type NumberRange = readonly [low: number, high: number]
export type NumberRanges = readonly NumberRange[]

export function rangesOf(numbers: Iterable<number>): NumberRange[] {
  const ranges: [number, number][] = []
  for (const one of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && one <= last[1] + 1) last[1] = Math.max(last[1], one)
    else ranges.push([one, one])
  }
  return ranges
}

/** How many numbers there are. */
export function sizeOf(ranges: NumberRanges): number {
  let size = 0
  for (const [low, high] of ranges) size += high - low + 1
  return size
}

export function inRanges(ranges: NumberRanges, one: number): boolean {
  return ranges.some(([low, high]) => low <= one && one <= high)
}

/** How many of them are greater. */
export function countAbove(ranges: NumberRanges, one: number): number {
  let count = 0
  for (const [low, high] of ranges) if (high > one) count += high - Math.max(low, one + 1) + 1
  return count
}

export function unionOf(some: NumberRanges, others: NumberRanges): NumberRange[] {
  const merged: [number, number][] = []
  for (const [low, high] of [...some, ...others].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high)
    else merged.push([low, high])
  }
  return merged
}

export function without(ranges: NumberRanges, taken: NumberRanges): NumberRange[] {
  let left = ranges
  for (const [low, high] of taken) {
    left = left.flatMap(([from, to]): NumberRange[] => {
      if (to < low || from > high) return [[from, to]]
      const parts: NumberRange[] = []
      if (from < low) parts.push([from, low - 1])
      if (to > high) parts.push([high + 1, to])
      return parts
    })
  }
  return [...left]
}

/** One number ceases to be: it leaves the set, and all greater ones fall by one. */
export function fallen(ranges: NumberRanges, gone: number): NumberRange[] {
  const moved: [number, number][] = []
  for (const [low, high] of ranges) {
    const next: [number, number] = [low > gone ? low - 1 : low, high >= gone ? high - 1 : high]
    if (next[1] < next[0]) continue
    const last = moved.at(-1)
    if (last && next[0] <= last[1] + 1) last[1] = next[1]
    else moved.push(next)
  }
  return moved
}
