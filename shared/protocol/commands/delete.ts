import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none, nothing } from '../values.ts'

/** DELETE, RFC 3501 section 6.3.4: the mailbox and its mail are gone for good. Error `mailboxNotFound`. */
export const deleteMailbox = defineCommand({
  name: 'delete',
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: nothing,
})
