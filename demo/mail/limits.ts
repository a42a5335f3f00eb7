/** Octets in one header or text line, without CRLF (RFC 5322 section 2.1.1). */
export const MAX_LINE_OCTETS = 998
/** Octets at which header lines are folded and text is wrapped (RFC 5322 section 2.1.1). */
export const FOLD_OCTETS = 78
/** Octets in one encoded-word (RFC 2047 section 2). */
export const MAX_ENCODED_WORD = 75
/** Octets in one line of base64 or quoted-printable (RFC 2045 sections 6.7 and 6.8). */
export const ENCODED_LINE_OCTETS = 76
/** Column where flowed text breaks; RFC 3676 section 4.2 asks for less than 79. */
export const FLOWED_COLUMN = 72
/** Octets in one line of iCalendar (RFC 5545 section 3.1). */
export const CALENDAR_LINE_OCTETS = 75
/** Octets in one section of an RFC 2231 parameter: leaves room for its name inside a folded line. */
export const PARAMETER_SECTION_OCTETS = 50
/** Messages in the mailbox when the caller does not say. */
export const DEFAULT_COUNT = 3000
/** Days the mailbox reaches back: about five years. */
export const HISTORY_DAYS = 5 * 365
/** The first day, counted from now, that filling mail may fall on: the newest days belong to the scripted messages. */
export const FILLER_MIN_AGE_DAYS = 2.2
/** Octets of the one large attachment: enough that streaming, progress and cancel are seen. */
export const LARGE_ATTACHMENT_OCTETS = 6 * 1024 * 1024
