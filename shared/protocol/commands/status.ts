import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { MAX_STATUS_MAILBOXES } from '../limits.ts'
import { mailboxPath, modSeq, nothing, uid, uidValidity } from '../values.ts'

/** STATUS, RFC 3501 section 6.3.10, of many mailboxes: an item each as the server answers; one that fails does not stop the rest. */
export const status = defineCommand({
  name: 'status',
  traits: { idempotent: true, namedItems: true },
  args: v.strictObject({
    paths: v.pipe(v.array(mailboxPath), v.minLength(1), v.maxLength(MAX_STATUS_MAILBOXES)),
    fields: v.optional(
      v.pipe(
        v.array(v.picklist(['messages', 'recent', 'uidNext', 'uidValidity', 'unseen', 'highestModSeq'])),
        v.minLength(1),
      ),
      ['messages', 'unseen', 'uidNext', 'uidValidity'],
    ),
  }),
  item: v.object({
    path: mailboxPath,
    messages: v.optional(v.number()),
    recent: v.optional(v.number()),
    uidNext: v.optional(uid),
    uidValidity: v.optional(uidValidity),
    unseen: v.optional(v.number()),
    highestModSeq: v.optional(modSeq),
    /** Why there are no figures: the server's words. */
    error: v.optional(v.string()),
  }),
  result: nothing,
})
