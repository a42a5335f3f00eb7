import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { MAX_URL_LENGTH } from '../limits.ts'
import { none } from '../values.ts'

/**
 * One-click unsubscribing, RFC 8058: the bridge POSTs `List-Unsubscribe=One-Click`. Whether the message may be believed
 * is for the page to say: only where a signature that passed names both header fields.
 */
export const oneClick = defineCommand({
  name: 'oneClick',
  traits: { neverWaits: true },
  args: v.strictObject({
    url: v.pipe(
      v.string(),
      v.maxLength(MAX_URL_LENGTH),
      v.regex(/^https:\/\/[^\s/?#@\\]+(?:[/?#][^\s\\]*)?$/i, 'must be an https URL without a user'),
    ),
  }),
  item: none,
  /**
   * `done`: the sender's server said yes. `refused`: it said no, or pointed elsewhere, with `status`. `forbidden`: the
   * link leads to no public server, and nothing was sent. `unreachable`: it did not answer.
   */
  result: v.object({
    outcome: v.picklist(['done', 'refused', 'forbidden', 'unreachable']),
    status: v.optional(v.number()),
  }),
})
