import * as v from 'valibot'
import { mailboxEntry } from '../../mail/mailbox.ts'
import { defineCommand } from '../command.ts'
import { mailboxPattern, nothing } from '../values.ts'

/** LIST, RFC 3501 section 6.3.8. An entry an item, special use resolved. */
export const list = defineCommand({
  name: 'list',
  traits: { idempotent: true },
  args: v.strictObject({
    reference: v.optional(mailboxPattern, ''),
    /** `*` matches anything, `%` anything but the delimiter. */
    pattern: v.optional(mailboxPattern, '*'),
    /** Tell `subscribed` too: one LSUB more, unless the server has LIST-EXTENDED. */
    subscriptions: v.optional(v.boolean(), false),
  }),
  item: mailboxEntry,
  result: nothing,
})
