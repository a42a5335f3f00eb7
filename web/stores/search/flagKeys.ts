import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'

/** Keys that servers answer from what they keep of each message anyway, all at once. */
const FLAG_KEYS: ReadonlySet<SearchCriteria['key']> = new Set([
  'all',
  'answered',
  'deleted',
  'draft',
  'flagged',
  'keyword',
  'seen',
  'uid',
  'unanswered',
  'undeleted',
  'undraft',
  'unflagged',
  'unkeyword',
  'unseen',
])

export function asksFlagsAlone(criteria: SearchCriteria): boolean {
  if (criteria.key === 'and' || criteria.key === 'or') return criteria.criteria.every(asksFlagsAlone)
  return criteria.key === 'not' ? asksFlagsAlone(criteria.criteria) : FLAG_KEYS.has(criteria.key)
}
