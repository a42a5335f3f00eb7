import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, mailboxRef, none, numberSet, uidValidity } from '../values.ts'
import { messages } from './fetch.ts'

/** COPY and UID COPY, RFC 3501 section 6.4.7. Error `mailboxNotFound` when the destination is missing. */
export const copy = defineCommand({
  name: 'copy',
  args: v.strictObject({ mailbox: mailboxRef, messages, destination: mailboxPath }),
  item: none,
  result: v.object({
    /** From COPYUID (RFC 4315), where the server tells: which UIDs became which, pairwise in order. */
    uidValidity: v.optional(uidValidity),
    from: v.optional(numberSet),
    to: v.optional(numberSet),
  }),
})
