import { claimsOf } from '../../shared/mail/authenticationResults.ts'
import { TRAIT } from '../../shared/mail/traits.ts'
import { MAX_LIST_ID_LENGTH } from '../limits.ts'
import { cutText } from './textBudget.ts'

/** Header fields that the traits are read from. */
export const TRAIT_HEADERS = [
  'Content-Type',
  'X-MS-Has-Attach',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Precedence',
  'Auto-Submitted',
  'Feedback-ID',
  'Authentication-Results',
] as const

type Headers = Record<string, readonly string[]>

/** Reduces header fields, keys in lower case, to bits of `TRAIT`. */
export function traitsOf(headers: Headers): number {
  const first = (name: string): string => headers[name]?.[0] ?? ''
  const precedence = first('precedence').trim().toLowerCase()
  const unsubscribe = first('list-unsubscribe')
  let traits = 0
  const set = (trait: keyof typeof TRAIT, holds: boolean): void => {
    if (holds) traits |= TRAIT[trait]
  }
  set(
    'files',
    /^\s*yes\b/i.test(first('x-ms-has-attach')) || /^\s*multipart\/mixed\b/i.test(first('content-type')),
  )
  set('list', precedence === 'list' || first('list-id') !== '')
  set('unsubscribe', /<\s*(?:https?|mailto):/i.test(unsubscribe))
  set(
    'oneClick',
    /<\s*https:/i.test(unsubscribe) &&
      /^\s*List-Unsubscribe\s*=\s*One-Click\s*$/i.test(first('list-unsubscribe-post')),
  )
  set('automatic', precedence === 'auto_reply' || /^\s*(?!no\b)[a-z]/i.test(first('auto-submitted')))
  set('bulk', precedence === 'bulk' || precedence === 'junk' || first('feedback-id') !== '')
  const claims = claimsOf(first('authentication-results'))
  set('claimsPass', claims.dmarc === 'pass')
  set('claimsFail', claims.dmarc === 'fail')
  set('claimsDoubt', claims.compauth === 'fail')
  return traits
}

/** RFC 2919: a phrase for people, and the identifier in angle brackets; some writers leave those out. */
export function listIdOf(headers: Headers): string {
  const value = headers['list-id']?.[0] ?? ''
  const id = /<([^<>]*)>[^<>]*$/.exec(value)?.[1] ?? value
  return cutText(id.trim().toLowerCase(), MAX_LIST_ID_LENGTH)
}
