/**
 * Gives back the object made before from the same source while the new one says the same: what was drawn from it is not drawn
 * again. Values are compared one level deep, lists by their items.
 */
export function steady<Value extends object>(): (source: object, next: Value) => Value {
  const made = new WeakMap<object, Value>()
  return (source, next) => {
    const before = made.get(source)
    if (before && isSame(before, next)) return before
    made.set(source, next)
    return next
  }
}

function isSame(one: object, other: object): boolean {
  const [mine, theirs] = [Object.entries(one), Object.entries(other)]
  const values = new Map<string, unknown>(theirs)
  return mine.length === theirs.length && mine.every(([key, value]) => isEqual(value, values.get(key)))
}

function isEqual(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other)
  return one.length === other.length && one.every((item, at) => Object.is(item, other[at]))
}
