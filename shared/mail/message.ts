import * as v from 'valibot'
import { byteCount, flag, instant, modSeq, sequenceNumber, uid } from '../protocol/values.ts'
import { bodyStructure } from './bodyStructure.ts'

/** An address as found in a message: anything goes, so nothing is refused. */
const foundAddress = v.object({ name: v.string(), address: v.string() })

/** ENVELOPE, RFC 3501 section 7.4.2, with encoded words decoded. A field the message lacks is absent or empty. */
export const envelope = v.object({
  /** The Date header; absent when missing or unreadable. */
  date: v.optional(instant),
  subject: v.string(),
  from: v.array(foundAddress),
  sender: v.array(foundAddress),
  replyTo: v.array(foundAddress),
  to: v.array(foundAddress),
  cc: v.array(foundAddress),
  bcc: v.array(foundAddress),
  /** With its angle brackets. */
  messageId: v.optional(v.string()),
  inReplyTo: v.optional(v.string()),
})
export type Envelope = v.InferOutput<typeof envelope>

/** One message as FETCH tells it; only the fields asked for are there. */
export const messageRow = v.object({
  seq: sequenceNumber,
  uid: v.optional(uid),
  flags: v.optional(v.array(flag)),
  modSeq: v.optional(modSeq),
  internalDate: v.optional(instant),
  /** RFC822.SIZE in bytes; Outlook tells the stored size, not always that of the bytes it hands out. */
  size: v.optional(byteCount),
  envelope: v.optional(envelope),
  bodyStructure: v.optional(bodyStructure),
  /** Beginning of the text, decoded, white space folded, at most about 200 characters. */
  preview: v.optional(v.string()),
  /** Raw header lines asked for by name, unfolded, decoded; keys in lower case, values in order of appearance. */
  headers: v.optional(v.record(v.string(), v.array(v.string()))),
})
export type MessageRow = v.InferOutput<typeof messageRow>

/**
 * The same as an array, for bulk: `[uid, flags, internalDate ms, size, subject, from name, from address, Date ms, message-id, references,
 * to, files]`. About half the bytes of objects. Unknown numbers are 0, unknown text is ''. `references` is In-Reply-To where
 * there are no References; `to` is the first recipient's name, or address, the others are left to the message itself; `files` is 1
 * where the headers tell of some (multipart/mixed, or Exchange's own mark): the body structure knows for certain.
 */
export const compactRow = v.tuple([
  v.number(),
  v.array(v.string()),
  v.number(),
  v.number(),
  v.string(),
  v.string(),
  v.string(),
  v.number(),
  v.string(),
  v.string(),
  v.string(),
  v.picklist([0, 1]),
])
export type CompactRow = v.InferOutput<typeof compactRow>
