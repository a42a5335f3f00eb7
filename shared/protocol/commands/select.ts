import * as v from 'valibot'
import { mailboxState } from '../../mail/mailbox.ts'
import { defineCommand } from '../command.ts'
import { mailboxPath, none } from '../values.ts'

/** SELECT, RFC 3501 section 6.3.1: makes the watched mailbox of the main lane; its changes come as events. Error `mailboxNotFound`. */
export const select = defineCommand({
  name: 'select',
  traits: { idempotent: true, cheap: true },
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: mailboxState,
})
