import { describe, expect, it } from 'vitest'
import { refusalOf, type SubmitStep } from '../../../../bridge/smtp/refusals.ts'
import { SUBMIT_REASONS, type SubmitReason } from '../../../../shared/protocol/refusals.ts'

/** What SMTP servers say, as they say it: Exchange Online's words as collected, the standard's codes, other servers. */
const SAID: [step: SubmitStep, answer: string, reason: SubmitReason, retryAfter?: number][] = [
  [
    'authenticate',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [AM6PR.prod.outlook.com]',
    'smtpAuthDisabled',
  ],
  [
    'authenticate',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled',
    'smtpAuthDisabled',
  ],
  [
    'authenticate',
    '535 5.7.139 Authentication unsuccessful, user is locked by your organization’s security defaults policy. Contact your administrator.',
    'smtpAuthDisabled',
  ],
  [
    'authenticate',
    '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.',
    'smtpAuthRefused',
  ],
  [
    'authenticate',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    'smtpAuthUnsupported',
  ],
  ['authenticate', '535 5.7.3 Authentication unsuccessful [AS9PR.prod.exchangelabs.com]', 'smtpAuthRefused'],
  ['authenticate', '535 5.7.8 Error: authentication failed', 'smtpAuthRefused'],
  ['authenticate', '535 Authentication unsuccessful', 'smtpAuthRefused'],
  ['authenticate', '535 Incorrect authentication data: wait 5 minutes', 'smtpAuthRefused'],
  ['authenticate', '504 5.7.4 Unrecognized authentication type', 'smtpAuthUnsupported'],
  ['authenticate', '504 5.5.4 Unrecognized type', 'smtpAuthUnsupported'],
  ['sender', '530 5.7.57 Client not authenticated to send mail.', 'smtpAuthRefused'],
  ['sender', '530 Authentication required', 'smtpAuthRefused'],
  [
    'sender',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    'notAllowedToSendAs',
  ],
  [
    'data',
    '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception',
    'notAllowedToSendAs',
  ],
  [
    'data',
    '554 5.2.252 SendAsDenied; anna@example.org not allowed to send as info@example.org',
    'notAllowedToSendAs',
  ],
  [
    'sender',
    '553 5.7.1 <info@example.org>: Sender address rejected: not owned by user anna',
    'notAllowedToSendAs',
  ],
  ['authenticate', '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'busy'],
  [
    'sender',
    '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending',
    'busy',
    10_000,
  ],
  ['network', '421 4.3.2 Service not available, too many concurrent connections', 'busy', 10_000],
  ['network', '421 4.3.2 Service not available', 'busy'],
  ['authenticate', '454 4.7.0 Temporary authentication failure, try again in 30 seconds', 'busy', 30_000],
  ['tls', '454 4.7.0 TLS not available', 'busy'],
  ['recipients', '450 4.7.1 Greylisted, please retry after 5 minutes', 'busy', 300_000],
  ['recipients', '452 4.2.2 Mailbox full', 'busy'],
  ['recipients', '452 4.5.3 Too many recipients', 'busy'],
  ['data', '451 4.7.500 Server busy. Please try again later', 'busy'],
  ['data', '421 4.4.2 Suggested Backoff Time: 92415 milliseconds', 'busy', 92_415],
  ['data', '451 wait for 99 hours', 'busy', 3_600_000],
  ['sender', '451 4.7.0 Too many messages, slow down', 'rateLimited', 60_000],
  ['data', '450 4.2.1 The user is sending mail at a rate limit', 'rateLimited', 60_000],
  [
    'data',
    '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; message exceeds daily limit',
    'rateLimited',
    3_600_000,
  ],
  [
    'recipients',
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    'rateLimited',
    3_600_000,
  ],
  ['sender', '550 5.1.8 Access denied, bad outbound sender AS(42004)', 'blockedSender'],
  ['data', '550 5.7.501 Access denied, spam abuse detected.', 'blockedSender'],
  [
    'data',
    '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domain',
    'blockedSender',
  ],
  ['data', '552 5.3.4 Message size exceeds fixed maximum message size', 'tooLarge'],
  ['sender', '552 5.2.3 Message exceeds size limit', 'tooLarge'],
  ['data', '554 5.2.3 too big for anybody', 'tooLarge'],
  ['sender', '552 Too much mail data', 'tooLarge'],
  ['recipients', '552 5.2.2 Mailbox full', 'recipientRefused'],
  ['recipients', '550 5.1.1 User unknown', 'recipientRefused'],
  ['recipients', '550 5.4.1 Recipient address rejected: Access denied.', 'recipientRefused'],
  ['data', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'recipientRefused'],
  ['sender', '550 5.7.1 SSL certificate of sender required', 'senderRefused'],
  ['data', '554 5.6.0 Message refused', 'messageRefused'],
  ['data', '550-First line\n550 5.7.1 second', 'messageRefused'],
  ['network', '554 5.3.2 Not today', 'serviceRefused'],
  ['tls', '501 5.5.4 Syntax error', 'serviceRefused'],
]

describe('a coded answer', () => {
  it.each(SAID)('%s: %s', (step, answer, reason, retryAfter) => {
    expect(refusalOf(step, answer)).toEqual({ reason, ...(retryAfter === undefined ? {} : { retryAfter }) })
  })

  it('has every reason there is', () => {
    expect(new Set(SAID.map(([, , reason]) => reason))).toEqual(new Set(Object.keys(SUBMIT_REASONS)))
  })

  it('of 4xx always passes, wherever it comes and whatever it says', () => {
    for (const [step, answer] of SAID) {
      const passing = refusalOf(
        step,
        answer.replace(/^5\d\d(?: 5\.)?/, (code) => (code.endsWith('.') ? '451 4.' : '451')),
      )
      expect(SUBMIT_REASONS[passing?.reason ?? 'messageRefused'].passes, answer).toBe(true)
    }
  })
})

it.each([
  '',
  '250 2.0.0 OK',
  '354 Go ahead',
  '334 eyJzdGF0dXMiOiI0MDEifQ==',
  'read ECONNRESET',
  'Connection closed unexpectedly',
])('no refusal: %j', (answer) => {
  for (const step of ['network', 'authenticate', 'sender', 'recipients', 'data'] as const)
    expect(refusalOf(step, answer)).toBeUndefined()
})
