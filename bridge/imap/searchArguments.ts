import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { CommandArgument } from './library.ts'
import { atom, setArgument } from './messageSet.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** SEARCH's arguments, RFC 3501 section 6.4.4; CHARSET only when a word needs it. */
export function searchArguments(criteria: SearchCriteria): CommandArgument[] {
  const keys = argumentsOf(criteria)
  // An empty conjunction is what ALL means.
  const program = keys.length === 0 ? [atom('ALL')] : keys
  return isAscii(criteria) ? program : [atom('CHARSET'), atom('UTF-8'), ...program]
}

/** MODSEQ is a key of RFC 7162 alone. */
export function asksForModSeq(criteria: SearchCriteria): boolean {
  if (criteria.key === 'and' || criteria.key === 'or') return criteria.criteria.some(asksForModSeq)
  return criteria.key === 'not' ? asksForModSeq(criteria.criteria) : criteria.key === 'modseq'
}

/** Whether all that could be found is named by its UID: no message that came meanwhile is meant. */
export function namesAll(criteria: SearchCriteria): boolean {
  if (criteria.key === 'and') return criteria.criteria.some(namesAll)
  if (criteria.key === 'or') return criteria.criteria.every(namesAll)
  return criteria.key === 'uid' && !criteria.set.includes('*')
}

function argumentsOf(criteria: SearchCriteria): CommandArgument[] {
  const key = atom(criteria.key.toUpperCase())
  switch (criteria.key) {
    case 'and':
      return criteria.criteria.flatMap(argumentsOf)
    case 'or':
      return [key, ...grouped(criteria.criteria[0]), ...grouped(criteria.criteria[1])]
    case 'not':
      return [key, ...grouped(criteria.criteria)]
    case 'bcc':
    case 'body':
    case 'cc':
    case 'from':
    case 'subject':
    case 'text':
    case 'to':
      return [key, words(criteria.value)]
    case 'header':
      return [key, { type: 'STRING', value: criteria.field }, words(criteria.value)]
    case 'before':
    case 'on':
    case 'since':
    case 'sentbefore':
    case 'senton':
    case 'sentsince':
      return [key, atom(imapDate(criteria.day))]
    case 'keyword':
    case 'unkeyword':
      return [key, atom(criteria.flag)]
    case 'larger':
    case 'smaller':
      return [key, atom(String(criteria.size))]
    case 'uid':
      return [key, setArgument(criteria.set)]
    case 'sequence':
      return [setArgument(criteria.set)]
    case 'modseq':
      return [key, atom(criteria.modSeq)]
    default:
      return [key]
  }
}

/** One search key: more than one are parenthesised. */
function grouped(criteria: SearchCriteria): CommandArgument[] {
  if (criteria.key !== 'and') return argumentsOf(criteria)
  const keys = argumentsOf(criteria)
  return [keys.length === 0 ? atom('ALL') : keys]
}

/** Words beyond ASCII go as a literal: quoted strings are 7-bit. */
function words(value: string): CommandArgument {
  return ASCII.test(value)
    ? { type: 'STRING', value }
    : { type: 'LITERAL', value: Buffer.from(value, 'utf8') }
}

/** `2026-11-22` as `22-Nov-2026`. */
function imapDate(day: string): string {
  const [year, month, date] = day.split('-')
  return `${Number(date)}-${MONTHS[Number(month) - 1]}-${year}`
}

// eslint-disable-next-line no-control-regex -- ASCII includes the controls; CR, LF and NUL are refused earlier
const ASCII = /^[\x00-\x7f]*$/

function isAscii(criteria: SearchCriteria): boolean {
  return ASCII.test(JSON.stringify(criteria))
}
