import type { Envelope } from '../../../shared/mail/message.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { fold } from '../../index/fold.ts'
import { conjuncts } from './criteria.ts'

/**
 * For servers that refuse text beyond ASCII (Outlook: `NO [BADCHARSET]`): a search they take, which finds at least all
 * that was meant as far as headers go, and the comparison of headers that finds exactly it. Pure.
 */

// eslint-disable-next-line no-control-regex -- ASCII includes the controls
const ASCII = /^[\x00-\x7f]*$/
/** Shorter beginnings of words find nearly everything. */
const SHORTEST_RUN = 3

const isForeign = (criteria: SearchCriteria): criteria is Extract<SearchCriteria, { value: string }> =>
  'value' in criteria && !ASCII.test(criteria.value)

/** Words the server cannot search for; empty when it can search for all. */
export function foreignWords(criteria: SearchCriteria): string[] {
  if (isForeign(criteria)) return [criteria.value]
  return childrenOf(criteria).flatMap(foreignWords)
}

/** Weaker where it must be, never stronger: words give way to their ASCII beginnings, which servers find as words. */
export function narrowedToAscii(criteria: SearchCriteria): SearchCriteria {
  if (isForeign(criteria)) {
    const { key } = criteria
    // In a body the words may be anything (RFC 2047 and charsets are the server's), and headers are compared here.
    if (key === 'text' || key === 'body') return { key: 'all' }
    const runs = criteria.value
      .split(/\s+/)
      // eslint-disable-next-line no-control-regex -- as above
      .map((word) => /^[\x00-\x7f]*/.exec(word)?.[0] ?? '')
      .filter((run) => run.length >= SHORTEST_RUN)
    return { key: 'and', criteria: runs.map((value) => ({ ...criteria, value })) }
  }
  switch (criteria.key) {
    case 'and':
      return { key: 'and', criteria: criteria.criteria.map(narrowedToAscii) }
    case 'or':
      return {
        key: 'or',
        criteria: [narrowedToAscii(criteria.criteria[0]), narrowedToAscii(criteria.criteria[1])],
      }
    case 'not':
      return foreignWords(criteria.criteria).length > 0 ? { key: 'all' } : criteria
    default:
      return criteria
  }
}

/** The parts of a search, each of which must be met: the server's, and, with words it refuses, those that headers must answer. */
export interface SharedOut {
  server: SearchCriteria[]
  page: SearchCriteria[]
  /** What no message may have: headers that do not have it say nothing of the rest of the message. */
  excluded: SearchCriteria[]
}

/** Who answers what, where the headers of all messages are at hand. */
export function sharedOut(criteria: SearchCriteria): SharedOut {
  const shared: SharedOut = { server: [], page: [], excluded: [] }
  for (const one of conjuncts(criteria)) {
    if (foreignWords(one).length === 0) shared.server.push(one)
    else if (one.key === 'not') shared.excluded.push(one.criteria)
    else shared.page.push(one)
  }
  return shared
}

/** Whether a message that the narrowed search found is one that was meant. What the server judged counts as met. */
export function matchesHeaders(criteria: SearchCriteria, envelope: Envelope): boolean {
  return judge(criteria, envelope) !== false
}

/** `undefined`: the server has judged it. */
function judge(criteria: SearchCriteria, envelope: Envelope): boolean | undefined {
  if (isForeign(criteria)) {
    const words = fold(criteria.value)
    return textsOf(criteria.key, envelope).some((text) => fold(text).includes(words))
  }
  if (criteria.key === 'not') {
    const inner = judge(criteria.criteria, envelope)
    return inner === undefined ? undefined : !inner
  }
  const judged = childrenOf(criteria).map((one) => judge(one, envelope))
  if (criteria.key === 'and') return judged.includes(false) ? false : undefined
  if (criteria.key === 'or') return judged.every((one) => one === false) ? false : undefined
  return undefined
}

function textsOf(key: SearchCriteria['key'], envelope: Envelope): string[] {
  const people = (list: Envelope['from']): string[] => list.map(({ name, address }) => `${name} ${address}`)
  switch (key) {
    case 'from':
      return people(envelope.from)
    case 'to':
      return people(envelope.to)
    case 'cc':
      return people(envelope.cc)
    case 'bcc':
      return people(envelope.bcc)
    case 'subject':
      return [envelope.subject]
    default:
      return [envelope.subject, ...people([...envelope.from, ...envelope.to, ...envelope.cc])]
  }
}

function childrenOf(criteria: SearchCriteria): readonly SearchCriteria[] {
  if (criteria.key === 'and' || criteria.key === 'or') return criteria.criteria
  return criteria.key === 'not' ? [criteria.criteria] : []
}
