import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, nothing } from '../values.ts'

/** CLOSE, RFC 3501 section 6.4.2: expunges every message marked \\Deleted, as IMAP says, and leaves the mailbox. */
export const close = defineCommand({ name: 'close', args: v.strictObject({}), item: none, result: nothing })
