import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, secret, text, userName } from '../values.ts'
import { signedIn } from './authenticate.ts'

/** LOGIN, RFC 3501 section 6.2.3, for providers of kind `password`; always inside TLS. Otherwise as `authenticate`. */
export const login = defineCommand({
  name: 'login',
  traits: { signsIn: true },
  args: v.strictObject({
    provider: v.pipe(text, v.minLength(1)),
    user: userName,
    password: secret,
    lane: v.optional(v.picklist(['main', 'side']), 'main'),
  }),
  item: none,
  result: signedIn,
})
