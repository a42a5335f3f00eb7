import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, mailboxRef, none, numberSet, uidValidity } from '../values.ts'
import { messages } from './fetch.ts'

/** UID MOVE, RFC 6851. Without it: COPY, then STORE \\Deleted, then UID EXPUNGE; nothing is marked or expunged
 * unless the copy succeeded, and without UIDPLUS the messages stay, marked \\Deleted (`left`). */
export const move = defineCommand({
  name: 'move',
  args: v.strictObject({ mailbox: mailboxRef, messages, destination: mailboxPath }),
  item: none,
  result: v.object({
    /** How it was done: in one command, by copying, or by copying with the originals left marked \\Deleted. */
    how: v.picklist(['moved', 'copied', 'left']),
    /** From COPYUID (RFC 4315), where the server tells: which UIDs became which, pairwise in order. */
    uidValidity: v.optional(uidValidity),
    from: v.optional(numberSet),
    to: v.optional(numberSet),
  }),
})
