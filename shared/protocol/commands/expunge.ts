import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxRef, none, numberSet } from '../values.ts'

/**
 * EXPUNGE, RFC 3501 section 6.4.3; with `uids` UID EXPUNGE, RFC 4315, which leaves other deleted messages alone
 * (error `unsupported` without UIDPLUS). What went comes as `expunge` events.
 */
export const expunge = defineCommand({
  name: 'expunge',
  args: v.strictObject({ mailbox: mailboxRef, uids: v.optional(numberSet) }),
  item: none,
  result: v.object({ expunged: v.number() }),
})
