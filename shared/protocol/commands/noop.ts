import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, nothing } from '../values.ts'

/** NOOP, RFC 3501 section 6.1.2: lets the server tell what changed; the changes come as events. */
export const noop = defineCommand({
  name: 'noop',
  traits: { idempotent: true, cheap: true },
  args: v.strictObject({}),
  item: none,
  result: nothing,
})
