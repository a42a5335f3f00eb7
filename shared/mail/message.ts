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
