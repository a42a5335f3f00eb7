/** Something kept: when it was used last, in milliseconds since 1970, and how large it is, in bytes. */
export interface Use<Key> {
  key: Key
  at: number
  bytes: number
}

export interface Bounds {
  count: number
  bytes: number
}

/** What must go, the longest unused first, so that the rest is within both bounds. Pure. */
export function beyondBounds<Key>(uses: readonly Use<Key>[], bounds: Bounds): Key[] {
  let { length: count } = uses
  let bytes = uses.reduce((sum, use) => sum + use.bytes, 0)
  const gone: Key[] = []
  for (const use of uses.toSorted((one, other) => one.at - other.at)) {
    if (count <= bounds.count && bytes <= bounds.bytes) break
    gone.push(use.key)
    count -= 1
    bytes -= use.bytes
  }
  return gone
}
