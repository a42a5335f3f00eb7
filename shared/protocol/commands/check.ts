import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, nothing } from '../values.ts'

/** CHECK, RFC 3501 section 6.4.1. */
export const check = defineCommand({
  name: 'check',
  traits: { idempotent: true, cheap: true },
  args: v.strictObject({}),
  item: none,
  result: nothing,
})
