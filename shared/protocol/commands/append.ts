import * as v from 'valibot'
import { messageSource } from '../../mail/draft.ts'
import { defineCommand } from '../command.ts'
import { flags, instant, mailboxPath, none, uid, uidValidity } from '../values.ts'

/**
 * APPEND, RFC 3501 section 6.3.11. The message streams through as a literal of the declared size; it is never held
 * whole. Streams: 0 is the message (`upload`), or 1… are a draft's attachments. Errors `mailboxNotFound`, `tooLarge`,
 * `overQuota`, `uploadMismatch`.
 */
export const append = defineCommand({
  name: 'append',
  traits: { neverWaits: true, finishes: true },
  args: v.strictObject({
    path: mailboxPath,
    flags: v.optional(flags, []),
    /** INTERNALDATE; now when absent. */
    internalDate: v.optional(instant),
    message: messageSource,
  }),
  item: none,
  /** Where the message went, from APPENDUID (RFC 4315) where the server has it. */
  result: v.object({ uid: v.optional(uid), uidValidity: v.optional(uidValidity) }),
})
