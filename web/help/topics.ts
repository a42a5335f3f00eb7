import type { SubmitReason } from '../../shared/protocol/refusals.ts'
import type { ProblemId } from '../auth/explain.ts'

/** Who can put it right; words under `refusals.who`. `nobody`: it passes by itself. */
export type Who = 'nobody' | 'you' | 'youOrAdministrator' | 'administrator' | 'host' | 'mailServer'

interface Topic {
  who: Who
  /** What servers say, as they say it; empty where no server said anything. */
  says: readonly string[]
  /** Where the maker of the mail server explains it. */
  link?: string
}

/** What can go wrong on the way into a mailbox. Title, meaning and advice are under `problems`. */
const PROBLEMS = {
  consentRequired: { who: 'you', says: ['consent_required', 'AADSTS65001'] },
  adminConsentRequired: { who: 'administrator', says: ['AADSTS90094', 'AADSTS90093', 'AADSTS900941'] },
  redirectUriMismatch: { who: 'host', says: ['AADSTS50011', 'redirect_uri_mismatch'] },
  unknownApp: { who: 'host', says: ['AADSTS700016', 'unauthorized_client', 'invalid_client'] },
  wrongPlatform: { who: 'host', says: ['AADSTS9002326', 'AADSTS9002327'] },
  scopeRefused: { who: 'host', says: ['AADSTS70011', 'invalid_scope'] },
  accountNotAllowed: { who: 'youOrAdministrator', says: ['AADSTS50020', 'AADSTS50105'] },
  interactionRequired: { who: 'you', says: ['interaction_required', 'AADSTS700084'] },
  stepUp: { who: 'you', says: ['AADSTS50076', 'AADSTS50079', 'AADSTS50097'] },
  deviceRefused: { who: 'administrator', says: ['AADSTS53000', 'AADSTS53001'] },
  policyRefused: { who: 'administrator', says: ['AADSTS53003', 'AADSTS530003'] },
  identityIncomplete: { who: 'host', says: [] },
  wrongAccount: { who: 'you', says: [] },
  signInCancelled: { who: 'you', says: ['access_denied', 'AADSTS65004'] },
  providerUnreachable: { who: 'nobody', says: ['temporarily_unavailable', 'server_error'] },
  popupBlocked: { who: 'you', says: [] },
  signInInterrupted: { who: 'you', says: [] },
  identityFailed: { who: 'host', says: [] },
  offline: { who: 'you', says: [] },
  bridgeUnreachable: { who: 'host', says: [] },
  hostNotFound: { who: 'host', says: [] },
  connectionRefused: { who: 'mailServer', says: [] },
  connectionTimeout: { who: 'nobody', says: [] },
  connectionLost: { who: 'nobody', says: [] },
  certificateInvalid: { who: 'mailServer', says: [] },
  tlsFailed: { who: 'host', says: [] },
  mechanismUnsupported: { who: 'host', says: ['NO [PRIVACYREQUIRED]'] },
  passwordsOff: { who: 'host', says: ['* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED'] },
  serverUnavailable: {
    who: 'nobody',
    says: ['NO Server Unavailable. 15', 'NO [UNAVAILABLE]', 'NO [LIMIT]', '* BYE Too many connections'],
  },
  notYourMailbox: { who: 'administrator', says: ['NO [AUTHORIZATIONFAILED]'] },
  mailboxRefused: {
    who: 'youOrAdministrator',
    says: ['NO AUTHENTICATE failed.', 'BAD User is authenticated but not connected.'],
  },
  credentialsExpired: { who: 'you', says: ['NO [EXPIRED]'] },
  contactAdmin: { who: 'mailServer', says: ['NO [CONTACTADMIN]'] },
  mailboxNotConnected: { who: 'youOrAdministrator', says: ['BAD User is authenticated but not connected.'] },
  throttled: {
    who: 'nobody',
    says: ['BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds'],
  },
  tokenExpired: { who: 'nobody', says: ['* BYE Session invalidated - AccessTokenExpired'] },
  tokenRefused: { who: 'you', says: ['NO AUTHENTICATE failed.'] },
  passwordRefused: { who: 'you', says: ['NO LOGIN failed.', 'NO [AUTHENTICATIONFAILED]'] },
  inboxRefused: { who: 'mailServer', says: [] },
  unretrievable: { who: 'nobody', says: ['OK FETCH completed.'] },
  serverClosed: { who: 'nobody', says: ['* BYE Connection closed. 14'] },
  serverRefused: { who: 'mailServer', says: [] },
  hostSettings: { who: 'you', says: [] },
  unexpected: { who: 'host', says: [] },
} as const satisfies Record<ProblemId, Topic>

/** Why a message is not sent. Title, meaning and advice are under `refusals`. */
const REFUSALS = {
  smtpAuthDisabled: {
    who: 'administrator',
    says: [
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox',
    ],
    link: 'https://aka.ms/smtp_auth_disabled',
  },
  smtpAuthRefused: { who: 'you', says: ['535 5.7.3 Authentication unsuccessful', '535 5.7.8'] },
  smtpAuthUnsupported: { who: 'host', says: ['504 5.7.4 Unrecognized authentication type'] },
  notAllowedToSendAs: {
    who: 'administrator',
    says: [
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
      '554 5.2.252 SendAsDenied',
    ],
  },
  blockedSender: {
    who: 'youOrAdministrator',
    says: ['550 5.1.8 Access denied, bad outbound sender', '550 5.7.501', '550 5.7.750'],
  },
  senderRefused: { who: 'mailServer', says: [] },
  recipientRefused: { who: 'you', says: ['550 5.1.1 User unknown', '550 5.1.10', '550 5.4.1'] },
  tooLarge: { who: 'you', says: ['552 5.3.4 Message size exceeds fixed maximum message size', '552 5.2.3'] },
  messageRefused: { who: 'you', says: ['554 5.6.0'] },
  serviceRefused: { who: 'mailServer', says: ['554 5.3.2'] },
  rateLimited: {
    who: 'nobody',
    says: [
      '451 4.7.0 Too many messages',
      '550 5.1.90 You’ve reached your daily limit for message recipients',
    ],
  },
  busy: {
    who: 'nobody',
    says: ['432 4.3.2 Concurrent connections limit exceeded', '421 4.3.2 Service not available', '452 4.2.2'],
  },
} as const satisfies Record<SubmitReason, Topic>

export type TopicId = ProblemId | SubmitReason

/** Every problem that the page explains, by the id of its page `#/help/<id>` and of its anchor in docs/errors.md. */
export const TOPICS: Readonly<Record<TopicId, Topic>> = { ...PROBLEMS, ...REFUSALS }

export function isTopic(id: string): id is TopicId {
  return Object.hasOwn(TOPICS, id)
}

/** The message keys of a topic's texts. */
export function textsOf(id: TopicId): { title: string; meaning: string; advice: string } {
  const area = Object.hasOwn(REFUSALS, id) ? 'refusals' : 'problems'
  return { title: `${area}.${id}.title`, meaning: `${area}.${id}.meaning`, advice: `${area}.${id}.advice` }
}

/** Whether it is about sending, which the page tells in the composer. */
export function isRefusal(id: TopicId): id is SubmitReason {
  return Object.hasOwn(REFUSALS, id)
}
