import * as v from 'valibot'
import { MAX_SECRET_LENGTH, MAX_SET_LENGTH, MAX_TEXT_LENGTH } from './limits.ts'

/**
 * The scalar values commands are made of. Every string that can reach an IMAP or SMTP line refuses CR, LF and NUL
 * here, before anything is sent (rule C7).
 */

/** Control characters that would end or split a protocol line. */
// eslint-disable-next-line no-control-regex -- naming control characters is the point
const LINE_BREAKERS = /[\r\n\0]/

const NO_LINE_BREAK = 'must not contain CR, LF or NUL'

/** Free text on one line: search words, subjects, names. */
export const text = v.pipe(
  v.string(),
  v.maxLength(MAX_TEXT_LENGTH),
  v.check((value) => !LINE_BREAKERS.test(value), NO_LINE_BREAK),
  v.check((value) => !/\p{Surrogate}/u.test(value), 'must not contain half a surrogate pair'),
)

/** A mailbox name as a person reads it (Unicode, the server's hierarchy delimiter), RFC 3501 section 5.1. */
export const mailboxPath = v.pipe(text, v.minLength(1))

/** A pattern of LIST and LSUB: `*` and `%` are wildcards, RFC 3501 section 6.3.8. */
export const mailboxPattern = text

/** A secret. Checked like text, longer, and never echoed in an error. */
export const secret = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_SECRET_LENGTH),
  v.check((value) => !LINE_BREAKERS.test(value), NO_LINE_BREAK),
)

/** The name to sign in with; U+0001 separates the fields of XOAUTH2 and so cannot be part of it. */
export const userName = v.pipe(
  text,
  v.minLength(1),
  v.check((value) => !value.includes('\u0001'), 'must not contain U+0001'),
)

const MAX_UINT32 = 4_294_967_295

/** A unique identifier, RFC 3501 section 2.3.1.1. */
export const uid = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_UINT32))

/** A message sequence number, RFC 3501 section 2.3.1.2. */
export const sequenceNumber = uid

/** UIDVALIDITY as a decimal string, RFC 3501 section 2.3.1.1. */
export const uidValidity = v.pipe(v.string(), v.regex(/^\d{1,20}$/, 'must be a decimal number as text'))

/** MODSEQ as a decimal string, RFC 7162. */
export const modSeq = v.pipe(v.string(), v.regex(/^\d{1,20}$/, 'must be a decimal number as text'))

/** A set of UIDs or sequence numbers, as IMAP writes it: `1,5:9,20:*` (RFC 3501 sequence-set). */
export const numberSet = v.pipe(
  v.string(),
  v.maxLength(MAX_SET_LENGTH),
  v.regex(
    /^(?:[1-9]\d{0,9}|\*)(?::(?:[1-9]\d{0,9}|\*))?(?:,(?:[1-9]\d{0,9}|\*)(?::(?:[1-9]\d{0,9}|\*))?)*$/,
    'must be a set such as 1,5:9,20:*',
  ),
)

/** A system flag (`\Seen`) or a keyword (`$Forwarded`), RFC 3501 section 2.3.2: an atom. */
export const flag = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(/^\\?[^\s\\(){}%*"\]\x00-\x1f\x7f-\uffff]+$/, 'must be an IMAP flag'),
)

export const flags = v.pipe(v.array(flag), v.maxLength(100))

/** An instant, ISO 8601 in UTC: `2026-11-22T09:58:00.000Z`. */
export const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((value) => value.endsWith('Z') && Date.parse(value) >= 0, 'must be an instant in UTC from 1970 on'),
)

/** A calendar day, `2026-11-22`; IMAP's search dates have no time or zone. */
export const day = v.pipe(v.string(), v.isoDate())

/** A count of bytes. */
export const byteCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** A mailbox and the UIDVALIDITY under which the caller knows its UIDs (rule C6). */
export const mailboxRef = v.strictObject({ path: mailboxPath, uidValidity })
export type MailboxRef = v.InferOutput<typeof mailboxRef>

/** Nothing: the result of commands that only succeed or fail. */
export const nothing = v.strictObject({})

/** No items: commands that stream nothing. */
export const none = v.never()

/** A body part's number, RFC 3501 section 6.4.5: `1`, `2.1.3`. */
export const partNumber = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^[1-9]\d{0,4}(?:\.[1-9]\d{0,4})*$/, 'must be a part number such as 2.1'),
)

/** A header field's name, RFC 5322 section 2.2. */
export const headerField = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'must be a header field name'),
)
