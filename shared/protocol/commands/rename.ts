import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none, nothing } from '../values.ts'

/** RENAME, RFC 3501 section 6.3.5: children move along. Errors `mailboxNotFound`, `mailboxExists`. */
export const rename = defineCommand({
  name: 'rename',
  args: v.strictObject({ from: mailboxPath, to: mailboxPath }),
  item: none,
  result: nothing,
})
