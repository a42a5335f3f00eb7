import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'

/** Messages of this kind usually carry files; servers have no key for attachments (RFC 3501 section 6.4.4). */
export const HAS_FILES: SearchCriteria = { key: 'header', field: 'Content-Type', value: 'multipart/mixed' }

export function conjunction(criteria: readonly SearchCriteria[]): SearchCriteria {
  const [only] = criteria
  return only && criteria.length === 1 ? only : { key: 'and', criteria: [...criteria] }
}

/** What must all be met. */
export function conjuncts(criteria: SearchCriteria): readonly SearchCriteria[] {
  return criteria.key === 'and' ? criteria.criteria.flatMap(conjuncts) : [criteria]
}
