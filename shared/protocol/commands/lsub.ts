import * as v from 'valibot'
import { mailboxEntry } from '../../mail/mailbox.ts'
import { defineCommand } from '../command.ts'
import { mailboxPattern, nothing } from '../values.ts'

/** LSUB, RFC 3501 section 6.3.9: the subscribed mailboxes. */
export const lsub = defineCommand({
  name: 'lsub',
  traits: { idempotent: true },
  args: v.strictObject({
    reference: v.optional(mailboxPattern, ''),
    /** `*` matches anything, `%` anything but the delimiter. */
    pattern: v.optional(mailboxPattern, '*'),
  }),
  item: mailboxEntry,
  result: nothing,
})
