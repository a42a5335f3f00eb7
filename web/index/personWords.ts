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
