import * as v from 'valibot'
import { byteCount, instant, mailboxRef, partNumber, text, uid } from '../protocol/values.ts'
import { MAX_MESSAGE_BYTES, MAX_RECIPIENTS } from '../protocol/limits.ts'
import { mailAddress } from './address.ts'

/** `<local@domain>`, RFC 5322 section 3.6.4. */
export const messageId = v.pipe(
  v.string(),
  v.maxLength(998),
  v.regex(/^<[^\s<>\x00-\x1f\x7f]+>$/, 'must be a Message-ID in angle brackets'),
)

const addresses = v.pipe(v.array(mailAddress), v.maxLength(MAX_RECIPIENTS))
/** Body text may hold line breaks; NUL it may not. */
const bodyText = v.pipe(
  v.string(),
  v.maxLength(10_000_000),
  v.check((value) => !value.includes('\0'), 'must not contain NUL'),
)

/** A message to be built. The bridge builds the same bytes from the same draft: ids, date and boundaries come from it. */
export const draft = v.strictObject({
  from: mailAddress,
  to: addresses,
  cc: v.optional(addresses, []),
  bcc: v.optional(addresses, []),
  replyTo: v.optional(addresses, []),
  subject: text,
  /** Plain text body; sent as the only body, or as the alternative of `html`. */
  text: bodyText,
  html: v.optional(bodyText),
  /** An iCalendar object as one more alternative of the text: an answer to an invitation (RFC 6047). */
  calendar: v.optional(v.strictObject({ method: v.literal('REPLY'), text: bodyText })),
  messageId,
  date: instant,
  /** Importance (RFC 2156), and X-Priority for those who read that. */
  priority: v.optional(v.picklist(['high', 'low'])),
  /** Ask for a note that it was read (RFC 8098), to the sender. */
  readReceipt: v.optional(v.boolean(), false),
  inReplyTo: v.optional(messageId),
  /** Oldest first. */
  references: v.optional(v.pipe(v.array(messageId), v.maxLength(200)), []),
  attachments: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          name: v.pipe(text, v.maxLength(255)),
          type: v.pipe(
            v.string(),
            v.maxLength(255),
            v.regex(/^(?!multipart\/)[\w.+-]+\/[\w.+-]+$/i, 'must be a media type of one part'),
          ),
          /** Bytes of the upload, stream number (its index + 1); with `from`, bytes as transferred, as BODYSTRUCTURE tells. */
          size: v.pipe(byteCount, v.maxValue(MAX_MESSAGE_BYTES)),
          /**
           * A part that lies on the mail server already, or, without `part`, a whole message: the bridge copies it,
           * and the browser never has it.
           */
          from: v.optional(
            v.strictObject({
              mailbox: mailboxRef,
              uid,
              part: v.optional(partNumber),
              /** Content-Transfer-Encoding of the part, as BODYSTRUCTURE tells; it is kept. */
              encoding: v.optional(v.pipe(v.string(), v.maxLength(40)), '7bit'),
            }),
          ),
          /** Content-ID without brackets, for images the HTML shows. */
          contentId: v.optional(v.pipe(v.string(), v.maxLength(255), v.regex(/^[^\s<>\x00-\x1f\x7f]+$/))),
        }),
      ),
      v.maxLength(100),
    ),
    [],
  ),
})
export type Draft = v.InferOutput<typeof draft>
export type DraftInput = v.InferInput<typeof draft>

/** Where the bytes of a message come from: stream 0 of the call, or a draft the bridge builds. */
export const messageSource = v.variant('kind', [
  v.strictObject({
    kind: v.literal('upload'),
    size: v.pipe(byteCount, v.minValue(1), v.maxValue(MAX_MESSAGE_BYTES)),
  }),
  v.strictObject({ kind: v.literal('draft'), draft }),
])
export type MessageSource = v.InferOutput<typeof messageSource>
