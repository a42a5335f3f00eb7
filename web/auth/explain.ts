import type { ErrorCode, PonteError, SignInStep } from '../../shared/protocol/errors.ts'
import type { PublicAuth } from '../../shared/publicConfig.ts'
import { SocketError } from '../bridge/socketError.ts'
import { IdentityError } from './identityError.ts'
import { identityProblem, type IdentityProblem } from './identityProblem.ts'

/** What went wrong after the identity provider; like `IdentityProblem` each has its texts under `problems`. */
type ServerProblem =
  | 'offline'
  | 'bridgeUnreachable'
  | 'hostNotFound'
  | 'connectionRefused'
  | 'connectionTimeout'
  | 'connectionLost'
  | 'certificateInvalid'
  | 'tlsFailed'
  | 'mechanismUnsupported'
  | 'passwordsOff'
  | 'serverUnavailable'
  | 'notYourMailbox'
  | 'mailboxRefused'
  | 'credentialsExpired'
  | 'contactAdmin'
  | 'mailboxNotConnected'
  | 'throttled'
  | 'tokenExpired'
  | 'tokenRefused'
  | 'passwordRefused'
  | 'inboxRefused'
  | 'unretrievable'
  | 'serverClosed'
  | 'serverRefused'
  | 'hostSettings'
  | 'unexpected'

export type ProblemId = IdentityProblem | ServerProblem

/** What the page can offer to do about it. */
export type ProblemAction = 'retry' | 'signIn' | 'verify' | 'ownMailbox' | 'otherAccount' | 'guide' | 'reload'

/** Message keys of the actions. */
export const ACTION_LABELS: Record<ProblemAction, string> = {
  retry: 'common.tryAgain',
  signIn: 'signIn.signInAgain',
  verify: 'signIn.verify',
  ownMailbox: 'problems.ownMailbox',
  otherAccount: 'problems.otherAccount',
  guide: 'problems.openGuide',
  reload: 'common.reload',
}

/** An error as a person can use it. */
export interface Problem {
  id: ProblemId
  /** Message keys; they take the caller's `{host}`, `{provider}`, `{user}`, `{mailbox}` and `{redirectUri}`. */
  title: string
  meaning: string
  advice: string
  step: SignInStep
  /** The server's own words, verbatim. */
  server: string | undefined
  /** Milliseconds that the server asks to wait. */
  retryAfter: number | undefined
  /** The first is the one to suggest; none where the form to fill in again is on the page. */
  actions: readonly ProblemAction[]
}

export interface ExplainContext {
  kind: PublicAuth['kind']
  /** `navigator.onLine`. */
  online: boolean
  /** Another mailbox than the one of the name signed in with was asked for. */
  otherMailbox?: boolean
}

const BY_CODE: Partial<Record<ErrorCode, ServerProblem>> = {
  hostNotFound: 'hostNotFound',
  connectionRefused: 'connectionRefused',
  connectionTimeout: 'connectionTimeout',
  connectionLost: 'connectionLost',
  certificateInvalid: 'certificateInvalid',
  tlsFailed: 'tlsFailed',
  mechanismUnsupported: 'mechanismUnsupported',
  serverUnavailable: 'serverUnavailable',
  authorizationFailed: 'notYourMailbox',
  credentialsExpired: 'credentialsExpired',
  contactAdmin: 'contactAdmin',
  mailboxNotConnected: 'mailboxNotConnected',
  throttled: 'throttled',
  tokenExpired: 'tokenExpired',
  unretrievable: 'unretrievable',
  serverBye: 'serverClosed',
  serverNo: 'serverRefused',
  serverBad: 'serverRefused',
  unsupported: 'serverRefused',
  mailboxNotFound: 'serverRefused',
  noPermission: 'serverRefused',
  shuttingDown: 'bridgeUnreachable',
  malformedFrame: 'hostSettings',
  unknownCommand: 'hostSettings',
  invalidArguments: 'hostSettings',
  unknownProvider: 'hostSettings',
  wrongUser: 'hostSettings',
}

/** Outlook's own words mean the same whatever the bridge made of the answer they came in. */
const BY_WORDS: readonly [RegExp, ServerProblem][] = [
  [/authenticated but not connected/i, 'mailboxNotConnected'],
  [/request is throttled/i, 'throttled'],
  [/AccessTokenExpired/i, 'tokenExpired'],
]

/** For errors that do not tell their step. */
const STEPS: Partial<Record<ProblemId, SignInStep>> = {
  certificateInvalid: 'tls',
  tlsFailed: 'tls',
  mechanismUnsupported: 'capability',
  passwordsOff: 'capability',
  serverUnavailable: 'authenticate',
  notYourMailbox: 'authenticate',
  mailboxRefused: 'authenticate',
  credentialsExpired: 'authenticate',
  contactAdmin: 'authenticate',
  mailboxNotConnected: 'authenticate',
  throttled: 'authenticate',
  tokenExpired: 'authenticate',
  tokenRefused: 'authenticate',
  passwordRefused: 'authenticate',
  serverClosed: 'authenticate',
  serverRefused: 'authenticate',
  inboxRefused: 'select',
}

const HOST_MISTAKES: readonly ProblemId[] = [
  'redirectUriMismatch',
  'unknownApp',
  'wrongPlatform',
  'scopeRefused',
]

export function explain(error: PonteError, context: ExplainContext): Problem {
  const id = identify(error, context)
  return {
    id,
    title: `problems.${id}.title`,
    meaning: `problems.${id}.meaning`,
    advice: `problems.${id}.advice`,
    step: error.step ?? STEPS[id] ?? 'network',
    server: error.server,
    retryAfter: id === 'throttled' ? (error.retryAfter ?? suggestedBackoff(error.server)) : error.retryAfter,
    actions: actionsFor(id, error, context),
  }
}

/** What a server says of a mailbox that the token does not open; none of them says that it is the mailbox. */
const MAY_BE_MAILBOX: readonly ProblemId[] = ['tokenRefused', 'notYourMailbox', 'mailboxNotConnected']

function identify(error: PonteError, context: ExplainContext): ProblemId {
  const id = identifyOwn(error, context)
  return context.otherMailbox && MAY_BE_MAILBOX.includes(id) ? 'mailboxRefused' : id
}

function identifyOwn(error: PonteError, { kind, online }: ExplainContext): ProblemId {
  const identity = error instanceof IdentityError ? identityProblem(error) : undefined
  if (!online && (identity === 'providerUnreachable' || error instanceof SocketError)) return 'offline'
  if (identity) return identity
  const words = BY_WORDS.find(([pattern]) => pattern.test(error.server ?? ''))?.[1]
  if (words) return words
  if (error instanceof SocketError && error.end !== 'bye') {
    return error.end === 'protocol' ? 'hostSettings' : 'bridgeUnreachable'
  }
  if (error.code === 'authenticationFailed') return kind === 'password' ? 'passwordRefused' : 'tokenRefused'
  if (error.code === 'mechanismUnsupported' && kind === 'password') return 'passwordsOff'
  const known = BY_CODE[error.code] ?? 'unexpected'
  return known === 'serverRefused' && error.step === 'select' ? 'inboxRefused' : known
}

/** `Suggested Backoff Time: 92415 milliseconds`. */
function suggestedBackoff(words: string | undefined): number | undefined {
  const found = /backoff time:\s*(\d+)\s*milliseconds/i.exec(words ?? '')?.[1]
  return found === undefined ? undefined : Number(found)
}

function actionsFor(id: ProblemId, error: PonteError, { kind }: ExplainContext): readonly ProblemAction[] {
  if (HOST_MISTAKES.includes(id)) return kind === 'microsoft' ? ['guide', 'signIn'] : ['signIn']
  if (id === 'hostSettings' || id === 'unexpected') return ['reload']
  if (id === 'passwordRefused') return []
  if (id === 'stepUp') return ['verify']
  if (id === 'tokenRefused') return ['signIn']
  if (id === 'mailboxRefused') return ['ownMailbox', 'retry', 'signIn', 'otherAccount']
  if (id === 'mailboxNotConnected' || id === 'notYourMailbox') return ['retry', 'signIn', 'otherAccount']
  if (id === 'credentialsExpired') return ['signIn']
  if (id === 'contactAdmin') return ['retry', 'otherAccount']
  if (error instanceof IdentityError && id !== 'providerUnreachable' && id !== 'offline') return ['signIn']
  return ['retry']
}
