import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, nothing } from '../values.ts'

/**
 * IDLE, RFC 2177, at once and until cancelled or for `seconds`; changes come as events. A lane idles by itself when
 * it has nothing to do, so this is for looking, not for living. Error `unsupported`.
 */
export const idle = defineCommand({
  name: 'idle',
  args: v.strictObject({
    seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_500)), 1_500),
  }),
  item: none,
  result: nothing,
})
