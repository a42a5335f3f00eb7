import { formatNumberSet } from './numberSet.ts'

/**
 * How many numbers one command can name: servers bound the length of a line, not the size of a set. Pure.
 */

/** The lowest of these numbers, as many as a set of `maxSetLength` characters can name. */
export function fitting(uids: readonly number[], maxSetLength: number): number[] {
  const sorted = [...uids].sort((a, b) => a - b)
  if (formatNumberSet(sorted).length <= maxSetLength) return sorted
  let [low, high] = [1, sorted.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (formatNumberSet(sorted.slice(0, middle)).length <= maxSetLength) low = middle
    else high = middle - 1
  }
  return sorted.slice(0, low)
}

/** All of these numbers, ascending, in pieces that a set of `maxSetLength` characters can name. */
export function chunked(uids: readonly number[], maxSetLength: number): number[][] {
  const chunks: number[][] = []
  let left = [...uids].sort((a, b) => a - b)
  while (left.length > 0) {
    const chunk = fitting(left, maxSetLength)
    chunks.push(chunk)
    left = left.slice(chunk.length)
  }
  return chunks
}
