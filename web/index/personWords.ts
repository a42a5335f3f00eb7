import { fold } from './fold.ts'

/** Words as they are looked for in what `marked` makes of names and addresses. */
export function wordsOf(typed: string): string[] {
  return typed
    .split(/[\s"<>,;()]+/)
    .filter(Boolean)
    .map(marked)
}

/** Text as it is compared, with a mark wherever a word may begin: in scripts without spaces before every character. */
export function marked(text: string): string {
  return fold(text).replace(
    /(?<![\p{L}\p{N}])[\p{L}\p{N}]|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu,
    (start) => `\n${start}`,
  )
}

/** Addresses that no person reads: only ever offered last. */
const NO_REPLY =
  /^(?:no[-_.+]?reply|do[-_.+]?not[-_.+]?reply|nepasrepondre|noresponder|mailer[-_.]?daemon|bounces?|notifications?|auto[-_.]?(?:reply|confirm)|daemon)(?:[-_.+].*)?$|[-_.+]no[-_.]?reply$/

export const isNoReply = (address: string): boolean =>
  NO_REPLY.test(address.slice(0, address.lastIndexOf('@')).toLowerCase())

/** Shorter addresses are as like each other by chance. */
const MIN_SLIP_LENGTH = 8

/** One letter too many, too few, another or two changed places: what fingers do. */
export function isSlip(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < MIN_SLIP_LENGTH) return false
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let [endOne, endOther] = [one.length, other.length]
  while (endOne > start && endOther > start && one[endOne - 1] === other[endOther - 1]) {
    endOne--
    endOther--
  }
  const [left, right] = [one.slice(start, endOne), other.slice(start, endOther)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
