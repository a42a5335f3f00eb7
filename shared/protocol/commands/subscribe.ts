import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none, nothing } from '../values.ts'

/** SUBSCRIBE, RFC 3501 section 6.3.6. */
export const subscribe = defineCommand({
  name: 'subscribe',
  traits: { cheap: true },
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: nothing,
})
