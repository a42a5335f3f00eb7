import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none, nothing } from '../values.ts'

/** CREATE, RFC 3501 section 6.3.3. Error `mailboxExists`. */
export const create = defineCommand({
  name: 'create',
  traits: { cheap: true },
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: nothing,
})
