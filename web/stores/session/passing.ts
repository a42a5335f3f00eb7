import type { ErrorCode, PonteError } from '../../../shared/protocol/errors.ts'
import { isPassing as isPassingIdentity } from '../../auth/identityProblem.ts'
import { IdentityError } from '../../auth/identityError.ts'
import { BACKOFF_MAX_MS } from '../../bridge/limits.ts'
import { SocketError } from '../../bridge/socketError.ts'

/** What goes by without anybody changing anything. */
const PASSING: readonly ErrorCode[] = [
  'hostNotFound',
  'connectionRefused',
  'connectionTimeout',
  'connectionLost',
  'serverBye',
  'tokenExpired',
  'throttled',
  'serverUnavailable',
  'shuttingDown',
  'credentialsDeadline',
  'tooManyCalls',
  'internal',
  // Outlook says so too after many connections in a short time; `leastWait` keeps the distance.
  'mailboxNotConnected',
]

export function isPassing(error: PonteError): boolean {
  if (error instanceof IdentityError) return isPassingIdentity(error)
  if (error instanceof SocketError && error.end !== 'bye') return error.end !== 'protocol'
  return PASSING.includes(error.code)
}

/** The mail server itself says that nothing is refused: waited for even on the sign-in page. */
export function asksToWait(error: PonteError): boolean {
  return error.code === 'throttled' || error.code === 'serverUnavailable'
}

/** Milliseconds that must pass before the next attempt, whatever the backoff says. */
export function leastWait(error: PonteError): number {
  if (error.code === 'throttled') return error.retryAfter ?? BACKOFF_MAX_MS
  return error.code === 'mailboxNotConnected' ? BACKOFF_MAX_MS : 0
}

const REFUSED_TOKEN: readonly ErrorCode[] = ['authenticationFailed', 'credentialsExpired', 'tokenExpired']

/** The mail server refused the token; a newer one may do. */
export function isRefusedToken(error: PonteError): boolean {
  return !(error instanceof IdentityError) && REFUSED_TOKEN.includes(error.code)
}
