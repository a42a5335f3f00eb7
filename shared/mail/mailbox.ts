import * as v from 'valibot'
import { flag, mailboxPath, modSeq, uid, uidValidity } from '../protocol/values.ts'

/** What a mailbox is for, RFC 6154 (and INBOX, RFC 3501 section 5.1). */
const SPECIAL_USES = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'flagged', 'all'] as const
export type SpecialUse = (typeof SPECIAL_USES)[number]

/** One line of LIST or LSUB. */
export const mailboxEntry = v.object({
  /** The full name, decoded from modified UTF-7; what every command takes. */
  path: v.string(),
  /** The last level of the path, for people. */
  name: v.string(),
  /** Hierarchy delimiter; `null` where names are flat. */
  delimiter: v.nullable(v.string()),
  /** Name attributes as sent: `\HasChildren`, `\Noselect`, … */
  flags: v.array(v.string()),
  /** Resolved by the LIST flags, then the SPECIAL-USE extension, then well-known names; at most one mailbox each. */
  specialUse: v.optional(v.picklist(SPECIAL_USES)),
  /** Which of the three told. */
  specialUseSource: v.optional(v.picklist(['flag', 'extension', 'name'])),
  selectable: v.boolean(),
  /** No command can name it: what the server sent is no mailbox name. It is listed so that nobody looks for it in vain. */
  unnameable: v.optional(v.literal(true)),
  subscribed: v.optional(v.boolean()),
})
export type MailboxEntry = v.InferOutput<typeof mailboxEntry>

/** What SELECT and EXAMINE answer, RFC 3501 section 6.3.1. */
export const mailboxState = v.object({
  path: mailboxPath,
  uidValidity,
  /** Number of messages. */
  exists: v.number(),
  uidNext: v.optional(uid),
  /** Sequence number of the first unseen message. */
  unseen: v.optional(v.number()),
  flags: v.array(flag),
  /** What can be stored for good; `\*` means new keywords too. Absent: anything. */
  permanentFlags: v.optional(v.array(v.string())),
  readOnly: v.boolean(),
  highestModSeq: v.optional(modSeq),
})
export type MailboxState = v.InferOutput<typeof mailboxState>
