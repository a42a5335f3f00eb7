/** Pure functions on IMAP sequence sets (RFC 3501 `sequence-set`): `1,5:9`. `*` is left to the server. */

/** Builds the shortest set of the numbers, ascending: `[1, 2, 3, 9]` → `1:3,9`. Duplicates fold. */
export function formatNumberSet(numbers: Iterable<number>): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const ranges: string[] = []
  let start = sorted[0]
  if (start === undefined) return ''
  let end = start
  for (const number of sorted.slice(1)) {
    if (number === end + 1) {
      end = number
      continue
    }
    ranges.push(range(start, end))
    start = end = number
  }
  ranges.push(range(start, end))
  return ranges.join(',')
}

/** All numbers of a set without `*`, in the order written. @throws RangeError on anything else, or above `limit` numbers. */
export function parseNumberSet(set: string, limit = 10_000_000): number[] {
  const numbers: number[] = []
  if (set === '') return numbers
  for (const part of set.split(',')) {
    const match = /^(\d+)(?::(\d+))?$/.exec(part)
    if (!match) throw new RangeError(`not a number set without *: ${part}`)
    const first = Number(match[1])
    const last = match[2] === undefined ? first : Number(match[2])
    const [low, high] = first <= last ? [first, last] : [last, first]
    if (numbers.length + (high - low) >= limit) throw new RangeError('the set is too large')
    for (let number = low; number <= high; number++) numbers.push(number)
  }
  return numbers
}

function range(start: number, end: number): string {
  return start === end ? String(start) : `${start}:${end}`
}
