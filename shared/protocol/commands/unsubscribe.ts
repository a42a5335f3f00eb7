import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none, nothing } from '../values.ts'

/** UNSUBSCRIBE, RFC 3501 section 6.3.7. */
export const unsubscribe = defineCommand({
  name: 'unsubscribe',
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: nothing,
})
