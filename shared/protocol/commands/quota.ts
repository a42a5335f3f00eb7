import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { mailboxPath, none } from '../values.ts'

/** GETQUOTAROOT, RFC 9208: how full the mailbox's store is. Error `unsupported`. */
export const quota = defineCommand({
  name: 'quota',
  traits: { idempotent: true },
  args: v.strictObject({ path: mailboxPath }),
  item: none,
  result: v.object({
    roots: v.array(
      v.object({
        root: v.string(),
        /** Usage and limit; `STORAGE` in units of 1024 bytes, `MESSAGE` in messages. */
        resources: v.array(v.object({ name: v.string(), usage: v.number(), limit: v.number() })),
      }),
    ),
  }),
})
