import * as v from 'valibot'
import { searchCriteria } from '../../mail/searchCriteria.ts'
import { defineCommand } from '../command.ts'
import { mailboxRef } from '../values.ts'

/** SEARCH and UID SEARCH, RFC 3501 section 6.4.4. Error `badCharset` where the server refuses text beyond ASCII. */
export const search = defineCommand({
  name: 'search',
  traits: { idempotent: true },
  args: v.strictObject({
    mailbox: mailboxRef,
    criteria: searchCriteria,
    /** Answer in UIDs, the default, or in sequence numbers. */
    by: v.optional(v.picklist(['uid', 'sequence']), 'uid'),
  }),
  /** Results of more than `MAX_SET_LENGTH` characters: the first so many, an item each, before the rest, which is the result's. */
  item: v.object({ set: v.string() }),
  /** The results as a set, ascending, ranges folded: `1,5:9`; empty when none. `count` counts those of the items too. */
  result: v.object({ set: v.string(), count: v.number() }),
})
