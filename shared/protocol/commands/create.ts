import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none, nothing } from '../values.ts'

/**
 * CREATE, RFC 3501 section 6.3.3; with `use` the server is told what the mailbox is for where it wants to know
 * (CREATE-SPECIAL-USE, RFC 6154 section 3). Error `mailboxExists`.
 */
export const create = defineCommand({
  name: 'create',
  traits: { cheap: true },
  args: v.strictObject({
    path: mailboxPath,
    use: v.optional(v.picklist(['drafts', 'sent', 'archive', 'junk', 'trash'])),
  }),
  item: none,
  result: nothing,
})
