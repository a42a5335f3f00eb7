import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, secret, text, userName } from '../values.ts'

/** What a lane knows once it is open; the same for `authenticate` and `login`. */
export const signedIn = v.object({
  lane: v.picklist(['main', 'side']),
  /** The server's capabilities after signing in. */
  capabilities: v.array(v.string()),
  /** The mail server's name, as configured. */
  host: v.string(),
})

/**
 * AUTHENTICATE XOAUTH2 (or OAUTHBEARER, RFC 7628, where offered): opens a lane with an access token. The first call
 * of a session; again when the bridge asks with a `credentials` event, or ahead of expiry: the new connection selects
 * the same mailbox before it takes over. Errors carry the `step` that failed.
 */
export const authenticate = defineCommand({
  name: 'authenticate',
  traits: { signsIn: true },
  args: v.strictObject({
    /** A provider's id from config.json. The browser never names a host. */
    provider: v.pipe(text, v.minLength(1)),
    /** The mailbox's address: the account's own, or a shared mailbox the token has access to. */
    user: userName,
    accessToken: secret,
    lane: v.optional(v.picklist(['main', 'side']), 'main'),
  }),
  item: none,
  result: signedIn,
})
