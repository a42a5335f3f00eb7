import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { flag, flags, mailboxRef, modSeq, numberSet, uid } from '../values.ts'
import { messages } from './fetch.ts'

/** STORE and UID STORE, RFC 3501 section 6.4.6. Items tell the flags as they are now, where the server tells. */
export const store = defineCommand({
  name: 'store',
  traits: { idempotent: 'byUid', cheap: true },
  args: v.strictObject({
    mailbox: mailboxRef,
    messages,
    change: v.strictObject({ action: v.picklist(['add', 'remove', 'replace']), flags }),
    /** Do not ask for the new flags back. */
    silent: v.optional(v.boolean(), false),
    /** Change only what has not changed since, RFC 7162; error `unsupported` without CONDSTORE. */
    unchangedSince: v.optional(modSeq),
  }),
  item: v.object({ seq: v.number(), uid: v.optional(uid), flags: v.array(flag), modSeq: v.optional(modSeq) }),
  /** Messages left alone because of `unchangedSince`. */
  result: v.object({ modified: v.optional(numberSet) }),
})
