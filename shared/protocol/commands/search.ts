import * as v from 'valibot'
import { searchCriteria } from '../../mail/searchCriteria.ts'
import { defineCommand } from '../command.ts'
import { mailboxRef, none } from '../values.ts'

/** SEARCH and UID SEARCH, RFC 3501 section 6.4.4. Error `badCharset` where the server refuses text beyond ASCII. */
export const search = defineCommand({
  name: 'search',
  args: v.strictObject({
    mailbox: mailboxRef,
    criteria: searchCriteria,
    /** Answer in UIDs, the default, or in sequence numbers. */
    by: v.optional(v.picklist(['uid', 'sequence']), 'uid'),
  }),
  item: none,
  /** The hits as a set, ascending, ranges folded: `1,5:9`; empty when none. */
  result: v.object({ set: v.string(), count: v.number() }),
})
