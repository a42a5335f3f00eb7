import * as v from 'valibot'
import { compactRow, messageRow } from '../../mail/message.ts'
import { defineCommand } from '../command.ts'
import { headerField, mailboxRef, nothing, numberSet } from '../values.ts'

export const FETCH_FIELDS = [
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
    /** Only what changed since, RFC 7162; error `unsupported` without CONDSTORE. */
    changedSince: v.optional(v.pipe(v.string(), v.regex(/^\d{1,20}$/))),
  }),
  item: v.union([messageRow, compactRow]),
  result: nothing,
})
