import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { DIAGNOSIS_PROBLEMS, DIAGNOSIS_STEPS } from '../diagnosis.ts'
import { nothing, secret, text, userName } from '../values.ts'

/**
 * Goes the way to a configured provider step by step, as signing in and sending would, and tells how each step went. With
 * credentials also past AUTHENTICATE; nothing is sent and no mail is read. May be called before there is a session. Errors
 * `unknownProvider`, `throttled`.
 */
export const diagnose = defineCommand({
  name: 'diagnose',
  traits: { neverWaits: true, anyone: true },
  args: v.strictObject({
    provider: v.pipe(text, v.minLength(1)),
    user: v.optional(userName),
    /** Without these, signing in is left out. */
    credentials: v.optional(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('accessToken'), accessToken: secret }),
        v.strictObject({ kind: v.literal('password'), password: secret }),
      ]),
    ),
  }),
  item: v.object({
    step: v.picklist(DIAGNOSIS_STEPS),
    outcome: v.picklist(['ok', 'failed', 'skipped']),
    /** How long it took. */
    ms: v.number(),
    /** Of a failed step: an error code, or a reason of `submit`. */
    code: v.optional(v.string()),
    problem: v.optional(v.picklist(DIAGNOSIS_PROBLEMS)),
    server: v.optional(v.string()),
    /** What was found: addresses, the certificate, capabilities. */
    facts: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.array(v.string())]))),
  }),
  result: nothing,
})
