import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none } from '../values.ts'

/** CAPABILITY, RFC 3501 section 6.1.1: the server's list, asked afresh. */
export const capability = defineCommand({
  name: 'capability',
  traits: { idempotent: true, cheap: true },
  args: v.strictObject({}),
  item: none,
  result: v.object({ capabilities: v.array(v.string()) }),
})
