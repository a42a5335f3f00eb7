import * as v from 'valibot'
import { mailAddress } from '../../mail/address.ts'
import { messageSource } from '../../mail/draft.ts'
import { defineCommand } from '../command.ts'
import { MAX_RECIPIENTS } from '../limits.ts'
import { SUBMIT_REASONS, type SubmitReason } from '../refusals.ts'
import { secret, userName } from '../values.ts'

const reasons = Object.keys(SUBMIT_REASONS) as [SubmitReason, ...SubmitReason[]]
const address = mailAddress.entries.address

/** Where a submission fails: reaching the server, or what the server refuses. */
const STEPS = ['network', 'tls', 'authenticate', 'sender', 'recipients', 'data'] as const

/** Submission by SMTP (RFC 6409) with the user's credentials, over verified STARTTLS. Streams as for `append`. */
export const submit = defineCommand({
  name: 'submit',
  traits: { neverWaits: true, finishes: true },
  args: v.strictObject({
    envelope: v.strictObject({
      /** Empty for a notification, which nobody must answer (RFC 5321 section 4.5.5). */
      from: v.union([v.literal(''), address]),
      to: v.pipe(v.array(address), v.minLength(1), v.maxLength(MAX_RECIPIENTS)),
    }),
    /** The bridge keeps no credentials, so a submission brings its own: the access token, or the password. */
    credentials: v.variant('kind', [
      v.strictObject({
        kind: v.literal('accessToken'),
        accessToken: secret,
        /** Whose token it is, where the session's mailbox is a shared one: nobody signs in as that. */
        user: v.optional(userName),
      }),
      v.strictObject({ kind: v.literal('password'), password: secret }),
    ]),
    message: messageSource,
  }),
  /** The step that begins now. */
  item: v.object({ step: v.picklist(['network', 'authenticate', 'sender', 'data']) }),
  /**
   * `sent`: the server said 250 after the data. `failed`: it certainly was not sent. `unknown`: the connection broke
   * after the data and before the answer; it may have been sent, so it must not be repeated without asking.
   */
  result: v.object({
    outcome: v.picklist(['sent', 'failed', 'unknown']),
    /** The server's last words. */
    server: v.optional(v.string()),
    /** For `failed`: where it failed. */
    step: v.optional(v.picklist(STEPS)),
    /** For `failed`: what the server's coded answer means. Absent where the connection broke. */
    reason: v.optional(v.picklist(reasons)),
    /** Milliseconds after which a refusal that passes is worth another try, where the server suggests or implies it. */
    retryAfter: v.optional(v.number()),
    /** For `tooLarge`: bytes of the message, and what the server announced that it takes. */
    size: v.optional(v.number()),
    sizeLimit: v.optional(v.number()),
    /** Recipients the server refused while it took the others, with its words. */
    rejected: v.optional(v.array(v.object({ address: v.string(), server: v.string() }))),
  }),
})
