import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { MAX_BODY_PARTS } from '../limits.ts'
import { byteCount, mailboxRef, nothing, partNumber, text, uid } from '../values.ts'

/** Which bytes: a part's content, its MIME header, the message's header, or the whole source. */
const section = v.variant('kind', [
  v.strictObject({
    kind: v.literal('part'),
    part: partNumber,
    /** Content-Transfer-Encoding to undo, as BODYSTRUCTURE tells it; absent: the bytes as transferred. */
    decode: v.optional(v.pipe(text, v.maxLength(40))),
    /** Size as transferred, as BODYSTRUCTURE tells it: saves the round trip that would find the end. */
    size: v.optional(byteCount),
  }),
  v.strictObject({ kind: v.literal('mime'), part: partNumber }),
  /** The header of the message, or of the message/rfc822 in `part`. */
  v.strictObject({ kind: v.literal('header'), part: v.optional(partNumber) }),
  /** The whole message, or the one inside the message/rfc822 in `part`. */
  v.strictObject({ kind: v.literal('source'), part: v.optional(partNumber), size: v.optional(byteCount) }),
])

/**
 * FETCH BODY.PEEK[…], RFC 3501 section 6.4.5: bytes of one message, each section a stream numbered by its index. All
 * sections come in one round trip as long as they are not longer than a chunk; longer ones go on chunk by chunk,
 * under credit. Errors `messageGone`, `unretrievable`.
 */
export const fetchBody = defineCommand({
  name: 'fetchBody',
  traits: { idempotent: true },
  args: v.strictObject({
    mailbox: mailboxRef,
    uid,
    sections: v.pipe(v.array(section), v.minLength(1), v.maxLength(MAX_BODY_PARTS)),
    /** Bytes as transferred: where to begin and how many, of a single undecoded section. */
    range: v.optional(
      v.strictObject({ start: byteCount, length: v.optional(v.pipe(byteCount, v.minValue(1))) }),
    ),
    /** BODY[…] instead of BODY.PEEK[…]: marks as read, and brings what some servers hand out in no other way. */
    marks: v.optional(v.boolean()),
  }),
  /** A section that the server did not hand out; the others still come. */
  item: v.object({ stream: v.number(), missing: v.literal(true) }),
  result: nothing,
})
