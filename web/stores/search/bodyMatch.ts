import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { fold } from '../../index/fold.ts'
import { foreignWords, sharedOut } from './localSearch.ts'

/** Words that the server cannot search for, alone: what headers may have, and what texts may. */
export type ForeignWord = Extract<SearchCriteria, { value: string }>

/** Scripts that write without spaces wrap lines anywhere. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`
const WRAPPED = new RegExp(String.raw`(?<=${UNSPACED})\s+(?=${UNSPACED})`, 'gu')

/** Text as it is compared: as the index folds it, and without what the width of its lines was. Pure. */
export function foldBody(text: string): string {
  return fold(text).replace(WRAPPED, '').replace(/\s+/g, ' ')
}

/** Every word of a search that the server refuses. Pure. */
export function foreignLeaves(criteria: SearchCriteria): ForeignWord[] {
  if (criteria.key === 'and' || criteria.key === 'or') return criteria.criteria.flatMap(foreignLeaves)
  if (criteria.key === 'not') return foreignLeaves(criteria.criteria)
  return 'value' in criteria && foreignWords(criteria).length > 0 ? [criteria] : []
}

/** Whether texts can answer anything here that headers cannot: words of a subject stand in headers alone. Pure. */
export function asksBodies(criteria: SearchCriteria): boolean {
  return sharedOut(criteria).page.some((one) =>
    foreignLeaves(one).some(({ key }) => key === 'text' || key === 'body'),
  )
}

/**
 * Whether a message of this text is one that was meant, as far as words go that the server refuses; it has judged the rest. Pure.
 *
 * @param text Folded by `foldBody`.
 * @param headerHas Whether the headers of this message have a word, as the index tells.
 */
export function matchesBody(
  criteria: SearchCriteria,
  text: string,
  headerHas: (word: ForeignWord) => boolean,
): boolean {
  switch (criteria.key) {
    case 'and':
      return criteria.criteria.every((one) => matchesBody(one, text, headerHas))
    case 'or':
      return criteria.criteria.some((one) => matchesBody(one, text, headerHas))
    case 'not':
      return foreignWords(criteria).length === 0 || !matchesBody(criteria.criteria, text, headerHas)
    default: {
      const [word] = foreignLeaves(criteria)
      if (!word) return true
      const isOfText = word.key === 'text' || word.key === 'body'
      return headerHas(word) || (isOfText && text.includes(foldBody(word.value).trim()))
    }
  }
}
