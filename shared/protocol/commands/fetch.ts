import * as v from 'valibot'
import { compactRow } from '../../mail/compactRow.ts'
import { messageRow } from '../../mail/message.ts'
import { defineCommand } from '../command.ts'
import { headerField, mailboxRef, modSeq, numberSet } from '../values.ts'

const FETCH_FIELDS = [
  'flags',
  'internalDate',
  'size',
  'envelope',
  'bodyStructure',
  'preview',
  'modSeq',
] as const

/** By UID or by sequence number, a set of either. */
export const messages = v.variant('by', [
  v.strictObject({ by: v.literal('uid'), set: numberSet }),
  v.strictObject({ by: v.literal('sequence'), set: numberSet }),
])

/**
 * FETCH and UID FETCH of everything but bodies, RFC 3501 section 6.4.5: an item a message, in the server's order,
 * all in one round trip. Never sets \Seen.
 */
export const fetch = defineCommand({
  name: 'fetch',
  traits: { idempotent: true, namedItems: true },
  args: v.strictObject({
    mailbox: mailboxRef,
    messages,
    fields: v.optional(v.pipe(v.array(v.picklist(FETCH_FIELDS)), v.maxLength(20)), [
      'flags',
      'internalDate',
      'size',
      'envelope',
    ]),
    /** Header fields to hand out as well. */
    headers: v.optional(v.pipe(v.array(headerField), v.maxLength(50)), []),
    /** Items as objects, or as `CompactRow` arrays (then `fields` and `headers` do not count). */
    shape: v.optional(v.picklist(['objects', 'compact']), 'objects'),
    /** Only what changed since and until now, RFC 7162 section 3.1.4.1; error `unsupported` without CONDSTORE. */
    changedSince: v.optional(modSeq),
    /**
     * With `changedSince`, by UID, on the side lane: which of them are gone, RFC 7162 section 3.2.6; error `unsupported`
     * without QRESYNC, or on the main lane.
     */
    vanished: v.optional(v.boolean()),
  }),
  item: v.union([messageRow, compactRow]),
  /** With `vanished`: UIDs that are gone, and maybe some that never were, as sets for a command each, ascending. */
  result: v.object({ vanished: v.optional(v.array(v.string())) }),
})
