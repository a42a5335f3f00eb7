/**
 * Numbers as keys to the order they were added in: 0, 1, 2, … Open addressing in typed arrays: a Map of half a million
 * doubles takes five times the memory.
 */
export class HashIndex {
  #keys = new Float64Array(1_024)
  #places = new Int32Array(1_024).fill(-1)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** @param key Not 0. @returns its place; −1 when it was never added. */
  get(key: number): number {
    return this.#places[this.#slot(key)] ?? -1
  }

  /** @param key Not 0. @returns its place, new or old. */
  add(key: number): number {
    let slot = this.#slot(key)
    const known = this.#places[slot] ?? -1
    if (known >= 0) return known
    if (this.#size * 2 >= this.#keys.length) {
      this.#grow()
      slot = this.#slot(key)
    }
    this.#keys[slot] = key
    this.#places[slot] = this.#size
    return this.#size++
  }

  /** Where a key is, or would be. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1
    // The low bits of a hash are as good as any; the high ones are folded in for keys that are none.
    let slot = ((key >>> 0) ^ Math.floor(key / 4_294_967_296)) & mask
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [keys, places] = [this.#keys, this.#places]
    this.#keys = new Float64Array(keys.length * 2)
    this.#places = new Int32Array(keys.length * 2).fill(-1)
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] ?? 0
      if (key === 0) continue
      const slot = this.#slot(key)
      this.#keys[slot] = key
      this.#places[slot] = places[at] ?? -1
    }
  }
}
