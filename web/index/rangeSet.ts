import { formatNumberSet } from '../../shared/mail/numberSet.ts'

/** A set of numbers as SEARCH hands it out, `1,5:9`, for asking one number after the other without unfolding it. */
export class RangeSet {
  readonly #lows: number[] = []
  readonly #highs: number[] = []

  /** @param set Ascending, as the bridge makes it; anything that is no range is left out. */
  constructor(set: string) {
    for (const part of set === '' ? [] : set.split(',')) {
      const [low = NaN, high = low] = part.split(':').map(Number)
      if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high)) continue
      this.#lows.push(low)
      this.#highs.push(high)
    }
  }

  get size(): number {
    return this.#lows.reduce((sum, low, at) => sum + (this.#highs[at] ?? low) - low + 1, 0)
  }

  has(one: number): boolean {
    let [low, high] = [0, this.#lows.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      if (one < (this.#lows[middle] ?? 0)) high = middle - 1
      else if (one > (this.#highs[middle] ?? 0)) low = middle + 1
      else return true
    }
    return false
  }

  /** All of them, greatest first. */
  *descending(): Generator<number, void, void> {
    for (let at = this.#lows.length - 1; at >= 0; at--)
      for (let one = this.#highs[at] ?? 0; one >= (this.#lows[at] ?? 0); one--) yield one
  }
}

/** Numbers of `all` that `has` does not know, greatest first, as sets to ask for one after the other: `first` numbers, then `size` each. */
export function missingBatches(
  all: RangeSet,
  has: (one: number) => boolean,
  { first, size }: { first: number; size: number },
): string[] {
  const batches: string[] = []
  let batch: number[] = []
  for (const one of all.descending()) {
    if (has(one)) continue
    if (batch.push(one) < (batches.length === 0 ? first : size)) continue
    batches.push(formatNumberSet(batch))
    batch = []
  }
  return batch.length === 0 ? batches : [...batches, formatNumberSet(batch)]
}
