import * as v from 'valibot'
import { mailboxState } from '../../mail/mailbox.ts'
import { defineCommand } from '../command.ts'
import { mailboxPath, none } from '../values.ts'

/** EXAMINE, RFC 3501 section 6.3.2: as select, but nothing can be changed and nothing becomes \\Seen. Error `mailboxNotFound`. */
export const examine = defineCommand({
  name: 'examine',
  traits: { idempotent: true },
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: mailboxState,
})
