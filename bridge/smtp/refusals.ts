import type { SubmitReason } from '../../shared/protocol/refusals.ts'
import { MAX_THROTTLE_MS } from '../limits.ts'

/** Where a submission was when the server refused. */
export type SubmitStep = 'network' | 'tls' | 'authenticate' | 'sender' | 'recipients' | 'data'

export interface Refusal {
  reason: SubmitReason
  /** Milliseconds, where the server's words suggest or imply a time. */
  retryAfter?: number
}

interface Row {
  steps?: readonly SubmitStep[]
  /** Of the reply's three digits. */
  status?: RegExp
  /** Of the enhanced code behind them (RFC 3463), whole. */
  enhanced?: RegExp
  words?: RegExp
  reason: SubmitReason
  /** Milliseconds, where the words name no time. */
  retryAfter?: number
}

/** Connections at once: the others of this mailbox end within seconds. */
const CONNECTIONS_MS = 10_000
/** Exchange counts messages by the minute. */
const MINUTE_MS = 60_000
/** Exchange counts recipients by the last 24 hours, so a little room comes back each hour. */
const DAY_LIMIT_MS = 3_600_000

const PERMANENT = /^5/

/** The first row that holds decides. Exchange's words come before codes, and its own codes before the standard's. */
const ROWS: readonly Row[] = [
  // The tenant, or the mailbox, or the tenant's security defaults: with OAuth too.
  {
    status: PERMANENT,
    words: /SmtpClientAuthentication is disabled|security defaults policy|did not meet the criteria/i,
    reason: 'smtpAuthDisabled',
  },
  {
    status: PERMANENT,
    words: /basic authentication is disabled|unrecogni[sz]ed authentication type/i,
    reason: 'smtpAuthUnsupported',
  },
  {
    words: /\bconcurrent connections? limit|too many (?:\S+ ){0,3}connections/i,
    reason: 'busy',
    retryAfter: CONNECTIONS_MS,
  },
  {
    status: /^4/,
    words: /rate limit|too many (?:messages|mails|emails)|messages? per (?:minute|hour)|message rate/i,
    reason: 'rateLimited',
    retryAfter: MINUTE_MS,
  },
  // Permanent by their codes, and over in a day all the same.
  {
    words: /SubmissionQuotaExceeded|daily (?:\S+ )?(?:limit|quota)|(?:sending|recipient) (?:rate )?limit/i,
    reason: 'rateLimited',
    retryAfter: DAY_LIMIT_MS,
  },
  { enhanced: /^5\.(?:1\.90|2\.12[12]|7\.23[236])$/, reason: 'rateLimited', retryAfter: DAY_LIMIT_MS },
  { status: /^4/, reason: 'busy' },
  {
    status: PERMANENT,
    words: /SendAsDenied|permissions? to send (?:as|on behalf)|sender address rejected: not owned/i,
    reason: 'notAllowedToSendAs',
  },
  { enhanced: /^5\.(?:7\.60|2\.252)$/, reason: 'notAllowedToSendAs' },
  { status: PERMANENT, words: /bad outbound sender|suspected of sending spam/i, reason: 'blockedSender' },
  { enhanced: /^5\.(?:1\.8|7\.50[123]|7\.511|7\.70[58]|7\.750)$/, reason: 'blockedSender' },
  { enhanced: /^5\.(?:3\.4|2\.3)$/, reason: 'tooLarge' },
  {
    status: PERMANENT,
    words: /message (?:size )?exceeds|message (?:is )?too (?:large|big)/i,
    reason: 'tooLarge',
  },
  { status: /^552$/, enhanced: /^$/, steps: ['sender', 'data'], reason: 'tooLarge' },
  { steps: ['authenticate'], status: /^5(?:04|34|38)$/, reason: 'smtpAuthUnsupported' },
  { steps: ['authenticate'], enhanced: /^5\.(?:5\.4|7\.4)$/, reason: 'smtpAuthUnsupported' },
  { steps: ['authenticate'], status: PERMANENT, reason: 'smtpAuthRefused' },
  { status: /^530$/, steps: ['sender', 'recipients', 'data'], reason: 'smtpAuthRefused' },
  { enhanced: /^5\.7\.57$/, reason: 'smtpAuthRefused' },
  // Some servers look at the recipients only once they have the message.
  { steps: ['data'], enhanced: /^5\.(?:1\.(?:[1236]|10)|2\.[12]|4\.1)$/, reason: 'recipientRefused' },
  { steps: ['sender'], status: PERMANENT, reason: 'senderRefused' },
  { steps: ['recipients'], status: PERMANENT, reason: 'recipientRefused' },
  { steps: ['data'], status: PERMANENT, reason: 'messageRefused' },
  { status: PERMANENT, reason: 'serviceRefused' },
]

/** What a coded answer means; `undefined` of anything that is no refusal: without a code it was the network. */
export function refusalOf(step: SubmitStep, answer: string): Refusal | undefined {
  const [, status = '', enhanced = ''] =
    /^([45]\d\d)(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S))?/.exec(answer) ?? []
  if (status === '') return undefined
  const row = ROWS.find(
    (one) =>
      (one.steps?.includes(step) ?? true) &&
      (one.status?.test(status) ?? true) &&
      (one.enhanced?.test(enhanced) ?? true) &&
      (one.words?.test(answer) ?? true),
  )
  if (!row) return undefined
  const passes = row.reason === 'busy' || row.reason === 'rateLimited'
  const retryAfter = passes ? (timeIn(answer) ?? row.retryAfter) : undefined
  return { reason: row.reason, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

const UNITS_MS: Record<string, number> = { m: 60_000, h: 3_600_000, s: 1_000 }

/** `Suggested Backoff Time: 92415 milliseconds`, `try again in 5 minutes`, `retry after 30 s`; in milliseconds. */
function timeIn(words: string): number | undefined {
  const [, amount, unit] =
    /(?:backoff time:?|(?:again|retry|wait)(?: \w+)?(?: in| after| for)?|retry-after:?) (\d{1,9}) ?(milliseconds|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h)\b/i.exec(
      words,
    ) ?? []
  if (amount === undefined || unit === undefined) return undefined
  const each = /^(?:milliseconds|ms)$/i.test(unit) ? 1 : (UNITS_MS[unit.charAt(0).toLowerCase()] ?? 1)
  return Math.min(Number(amount) * each, MAX_THROTTLE_MS)
}
