import { MAX_SET_LENGTH } from '../../shared/protocol/limits.ts'

/**
 * Numbers, ascending and once each, as sets with ranges folded, each no longer than a command takes: `1:3,9`. Together,
 * in order, they are the whole set; there is at least one, which may be empty.
 */
export function* numberSetParts(ascending: readonly number[]): Generator<string, void, void> {
  let part = ''
  for (let index = 0; index < ascending.length; index++) {
    const first = ascending[index] ?? 0
    let last = first
    while (ascending[index + 1] === last + 1) last = ascending[++index] ?? 0
    const range = first === last ? String(first) : `${first}:${last}`
    if (part.length + 1 + range.length > MAX_SET_LENGTH) {
      yield part
      part = ''
    }
    part += part === '' ? range : `,${range}`
  }
  yield part
}
